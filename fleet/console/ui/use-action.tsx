import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { QueryName } from '../api/keys.ts';
import { useTexts } from '../texts/texts.tsx';
import { useProblemText } from './states.tsx';
import { toast } from './toast.tsx';

interface Action<In, Out> {
  run: (input: In) => Promise<Out>;
  /** The queries that it makes stale. */
  stale: readonly QueryName[];
  /** Shown on success. Absent: a general "saved". Null: nothing. */
  message?: string | null;
  done?: (out: Out, input: In) => void;
  /** Called before the error is shown, so that the fields in question can be marked. */
  failed?: (error: unknown) => void;
}

/**
 * A change to the fleet by a person. It reports success or why it failed, and refetches what it
 * changed.
 */
export function useAction<In = void, Out = unknown>({ run, stale, message, done, failed }: Action<In, Out>) {
  const client = useQueryClient();
  const { today } = useTexts();
  const problemText = useProblemText();
  return useMutation({
    mutationFn: run,
    onMutate: toast.clear,
    onSuccess: async (out, input) => {
      if (message !== null) toast.done(message ?? today.saved);
      done?.(out, input);
      await Promise.all(stale.map((key) => client.invalidateQueries({ queryKey: [key] })));
    },
    onError: (error) => {
      failed?.(error);
      toast.failed(problemText(error));
    },
  });
}
