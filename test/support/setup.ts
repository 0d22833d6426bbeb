import fc from 'fast-check';

/** Every run tries the same examples, so that a red run means a change; FAST_CHECK_SEED tries others. */
const DEFAULT_SEED = 20_261_122;

fc.configureGlobal({ seed: Number(process.env.FAST_CHECK_SEED ?? DEFAULT_SEED) });
