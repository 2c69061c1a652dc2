import type { FormInstance } from 'antd';
import { ApiError } from '../api/client.ts';
import { useWrongText } from './states.tsx';

/**
 * Marks the fields of a form that the server refuses, in the reader's language. A field is the last
 * part of the path in the server's answer.
 */
export function useFieldErrors<Entered>(form: FormInstance<Entered>): (error: unknown) => void {
  const wrongText = useWrongText();
  return (error) => {
    if (!(error instanceof ApiError)) return;
    for (const { path, message } of error.fields) {
      const name = path.split('.').pop() ?? '';
      const fields = [{ name, errors: [wrongText(message)] }];
      form.setFields(fields as Parameters<typeof form.setFields>[0]);
    }
  };
}
