import { randomBytes } from 'node:crypto';

/** Shaped like Scenario's: the kind and 24 letters or digits. */
export const newId = (kind: 'job' | 'asset'): string => `${kind}_${randomBytes(12).toString('hex')}`;
