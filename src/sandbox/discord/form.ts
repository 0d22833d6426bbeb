import { z } from 'zod';
import { DiscordError, type FormErrors } from './errors.ts';

export interface FormFault {
  path: readonly PropertyKey[];
  code: string;
  message: string;
}

/** The 400 with code 50035 that names every bad field. */
export function invalidForm(faults: readonly FormFault[]): DiscordError {
  const root: FormErrors = {};
  for (const { path, code, message } of faults) {
    let node = root;
    for (const key of path.map(String)) {
      const next = node[key];
      if (next === undefined || Array.isArray(next)) node = node[key] = {};
      else node = next;
    }
    node._errors ??= [];
    node._errors.push({ code, message });
  }
  return new DiscordError(400, 50035, 'Invalid Form Body', root);
}

/** Adds a fault with one of Discord's own codes to a schema's findings. */
export function fault(
  context: z.RefinementCtx,
  path: readonly PropertyKey[],
  code: string,
  message: string,
): void {
  context.addIssue({ code: 'custom', path: [...path], message, params: { code } });
}

/** Reads a body by a schema; what does not fit is a 50035 in Discord's words. */
export function parseForm<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  throw invalidForm(flatten(result.error.issues, []));
}

type Issue = z.core.$ZodIssue;

function flatten(issues: readonly Issue[], prefix: readonly PropertyKey[]): FormFault[] {
  return issues.flatMap((issue) => {
    const path = [...prefix, ...issue.path];
    if (issue.code !== 'invalid_union') return [{ path, ...inDiscordsWords(issue) }];
    const branches = issue.errors.map((branch) => flatten(branch, path));
    // The branch that came nearest tells what was meant.
    const nearest = branches.toSorted((a, b) => a.length - b.length).at(0);
    return nearest ?? [{ path, ...choices([]) }];
  });
}

function inDiscordsWords(issue: Issue): { code: string; message: string } {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? { code: 'BASE_TYPE_REQUIRED', message: 'This field is required' }
        : { code: 'BASE_TYPE_BAD_TYPE', message: `Value is not of the expected type (${issue.expected}).` };
    case 'too_big':
      return issue.origin === 'string' || issue.origin === 'array'
        ? { code: 'BASE_TYPE_MAX_LENGTH', message: `Must be ${issue.maximum} or fewer in length.` }
        : {
            code: 'NUMBER_TYPE_MAX',
            message: `int value should be less than or equal to ${issue.maximum}.`,
          };
    case 'too_small':
      return issue.origin === 'string' || issue.origin === 'array'
        ? { code: 'BASE_TYPE_MIN_LENGTH', message: `Must be ${issue.minimum} or more in length.` }
        : {
            code: 'NUMBER_TYPE_MIN',
            message: `int value should be greater than or equal to ${issue.minimum}.`,
          };
    case 'invalid_format':
      return { code: 'STRING_TYPE_REGEX', message: 'String value did not match validation regex.' };
    case 'invalid_value':
      return choices(issue.values.map(String));
    case 'custom':
      return { code: customCode(issue.params), message: issue.message };
    default:
      return { code: 'BASE_TYPE_BAD_TYPE', message: issue.message };
  }
}

function choices(values: readonly string[]): { code: string; message: string } {
  return { code: 'BASE_TYPE_CHOICES', message: `Value must be one of {${values.join(', ')}}.` };
}

const codedParams = z.object({ code: z.string() });

function customCode(params: unknown): string {
  const coded = codedParams.safeParse(params);
  return coded.success ? coded.data.code : 'BASE_TYPE_INVALID';
}
