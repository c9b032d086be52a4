// A nominal type over a plain one: a `ChainId` is a string that one function has checked.
export type Brand<T, Name extends string> = T & { readonly __brand: Name };
