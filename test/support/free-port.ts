import { createServer } from 'node:net';
import { z } from 'zod';

const addressSchema = z.object({ port: z.number() });

/** A port that was free a moment ago. */
export async function freePort(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = addressSchema.parse(server.address());
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return String(port);
}
