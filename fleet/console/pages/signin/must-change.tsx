import './sign-in.css';
import { useQueryClient } from '@tanstack/react-query';
import { keys } from '../../api/keys.ts';
import { sessionQuery } from '../../api/queries.ts';
import { useTexts } from '../../texts/texts.tsx';
import { ChangePassword } from '../account/change-password.tsx';

/** Nothing else is shown to somebody who must set another password first. */
export default function MustChangePage() {
  const { signIn, frame } = useTexts();
  const client = useQueryClient();
  const goOn = async () => {
    // What the pages asked for until now was refused.
    await client.resetQueries({ predicate: ({ queryKey }) => queryKey[0] !== keys.session[0] });
    await client.fetchQuery({ ...sessionQuery, staleTime: 0 });
  };
  return (
    <main className="sign-in">
      <div className="sign-in-mark">
        <img src="/icon.svg" alt="" width="44" height="44" />
        <h1>{frame.product}</h1>
        <p>{signIn.mustChange}</p>
      </div>
      <section className="sheet">
        <ChangePassword done={() => void goOn()} />
      </section>
    </main>
  );
}
