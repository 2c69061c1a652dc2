/** A port whose calls may also return directly, as a store implements it inside its own thread. */
export type MaybeSync<Port> = {
  [Method in keyof Port]: Port[Method] extends (...given: infer Given) => Promise<infer Value>
    ? (...given: Given) => Value | Promise<Value>
    : never;
};
