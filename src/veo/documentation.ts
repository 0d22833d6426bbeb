import { type VeoParameter, veoParameters } from './parameters.ts';

/** The table of `/veo` options in Markdown, as the README carries it. */
export function optionsTable(): string {
  const rows = veoParameters().flatMap(([, row]) => documentationRows(row));
  return ['| option | what it does | values |', '| --- | --- | --- |', ...rows].join('\n');
}

function documentationRows(row: VeoParameter): string[] {
  const names = row.kind === 'images' ? row.options : [row.option];
  return names.map((name) => `| \`${name}\` | ${row.description} | ${valuesText(row)} |`);
}

function valuesText(row: VeoParameter): string {
  switch (row.kind) {
    case 'text':
      return `text, up to ${row.maxLength} characters${row.required ? ' (required)' : ''}`;
    case 'choice':
      return row.choices.map(({ value }) => `\`${value}\``).join(', ');
    case 'flag':
      return '`true`, `false`';
    case 'integer':
      return `${row.min} to ${row.max}`;
    case 'images':
      return 'a picture';
  }
}
