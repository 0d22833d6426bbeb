import type { z } from 'zod';
import { badRequest } from './api-error.ts';

/** @throws ApiError 400 that names the first field that is wrong. */
export function parsed<T extends z.ZodType>(schema: T, input: unknown): z.output<T> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const field = issue?.path.join('.') || 'body';
  throw badRequest(`Invalid ${field}: ${issue?.message ?? 'unknown problem'}`, { field });
}
