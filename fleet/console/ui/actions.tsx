import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTexts } from '../texts/texts.tsx';
import { useProblemText } from './states.tsx';
import { toast } from './toast.tsx';

interface Act<In, Out> {
  run: (input: In) => Promise<Out>;
  /** First words of the keys of what it makes stale. */
  stale: readonly string[];
  /** Said when it is done; `saved` where left out, null for nothing. */
  said?: string | null;
  done?: (out: Out, input: In) => void;
  /** Called before it is said why it did not work, so that the fields in question can be marked. */
  failed?: (error: unknown) => void;
}

/** Something a person does to the fleet: says when it is done, says why where it is not, asks anew for what it changed. */
export function useAct<In = void, Out = unknown>({ run, stale, said, done, failed }: Act<In, Out>) {
  const client = useQueryClient();
  const { today } = useTexts();
  const say = useProblemText();
  return useMutation({
    mutationFn: run,
    onSuccess: async (out, input) => {
      if (said !== null) toast.done(said ?? today.saved);
      done?.(out, input);
      await Promise.all(stale.map((key) => client.invalidateQueries({ queryKey: [key] })));
    },
    onError: (error) => {
      failed?.(error);
      toast.failed(say(error));
    },
  });
}
