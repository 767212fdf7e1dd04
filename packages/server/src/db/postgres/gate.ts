/** Lets so many through at a time, in the order they came; each calls what it is given to leave. */
export function createGate(room: number): () => Promise<() => void> {
  const waiting: (() => void)[] = [];
  let free = room;
  const leave = () => {
    const next = waiting.shift();
    if (next === undefined) free += 1;
    else next();
  };
  return async () => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    return leave;
  };
}
