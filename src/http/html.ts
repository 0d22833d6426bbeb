import { createHash } from 'node:crypto';

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Any text, as it may stand in an element or between an attribute's quotes. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? '');

/** `<meta>` with a property or a name, escaped. */
export const meta = (kind: 'property' | 'name', key: string, content: string | number): string =>
  `<meta ${kind}="${key}" content="${escapeHtml(String(content))}">`;

const STYLE = `
:root { color-scheme: light dark; font-family: system-ui, sans-serif; line-height: 1.5 }
body { margin: 0 auto; max-width: 60rem; padding: 1rem }
video { display: block; width: 100%; height: auto; max-height: 80vh; background: #000; border-radius: .5rem }
p { overflow-wrap: anywhere }
summary { cursor: pointer; padding: 1rem; border: 1px solid; border-radius: .5rem }
details[open] summary { margin-bottom: 1rem }
.facts { opacity: .8 }
`;

/** The colour that Discord draws beside a preview. */
const ACCENT = '#5865f2';

/** A whole page. `head` and `body` are markup. */
export const htmlPage = (title: string, head: readonly string[], body: readonly string[]): string =>
  `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
${meta('name', 'theme-color', ACCENT)}
${head.join('\n')}
<style>${STYLE}</style>
</head>
<body>
${body.join('\n')}
</body>
</html>
`;

/** What a page may do: show pictures and videos of this server, and its own style. Nothing runs, nothing is sent. */
export const contentSecurityPolicy = (): string =>
  [
    "default-src 'none'",
    "img-src 'self' data:",
    "media-src 'self'",
    `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
