/** Gives the keys and values of an object whose storage takes no writes: a quota is used up. */
export function fullKv(kv: SyncKvStorage): SyncKvStorage {
  return new Proxy(kv, {
    get: (target, method: keyof SyncKvStorage) => {
      if (method !== 'put') return target[method].bind(target);
      return () => {
        throw new Error('full');
      };
    },
  });
}
