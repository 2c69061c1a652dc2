import type { PostedAction, ScreenAction } from '../../shared/screen/action.ts';
import type { Geometry } from '../../shared/screen/geometry.ts';
import type { ScreenView } from '../../shared/screen/view.ts';
import type { Texts } from './texts/texts.ts';

/** What every part of the page draws from: nothing else is known to it. */
export interface Page {
  readonly view: ScreenView;
  /** When the view arrived, in ms of the page's own monotonic clock. */
  readonly since: number;
  readonly texts: Texts;
  readonly geometry: Geometry;
  act(action: ScreenAction): void;
  post(posted: PostedAction): void;
}

/** A text that the fleet configured, in the language of the view. */
export const inLanguage = (
  text: { readonly zh: string; readonly en: string },
  { language }: Pick<ScreenView, 'language'>,
): string => text[language];
