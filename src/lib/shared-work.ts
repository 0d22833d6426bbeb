/**
 * Runs work of one name once at a time.
 * @returns a function that runs it: whoever wants the same while it is under way gets what comes of that
 */
export function sharedWork<Result>(): (name: string, work: () => Promise<Result>) => Promise<Result> {
  const underWay = new Map<string, Promise<Result>>();
  return (name, work) => {
    const running = underWay.get(name) ?? work().finally(() => underWay.delete(name));
    underWay.set(name, running);
    return running;
  };
}
