import { createServer } from 'node:http';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { isUploadTimeout, uploadTimeMs } from '../../src/discord/upload-time.ts';
import { restClientsOf } from '../support/rest-clients.ts';

const MIB = 1_024 * 1_024;
const ROUTE = '/channels/1/messages';

test.each([
  [0, 30],
  [20, 114],
  [100, 449],
  [500, 2_127],
  [5_000, 2_400],
])('a file of %d MiB may take %d seconds', (mebibytes, seconds) => {
  expect(Math.round(uploadTimeMs(mebibytes * MIB) / 1_000)).toBe(seconds);
});

describe('a message with a file', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
  afterEach(() => void vi.useRealTimers());

  /** A Discord that never answers. */
  async function openSilence() {
    const { promise: arrived, resolve } = Promise.withResolvers<void>();
    let requests = 0;
    const server = createServer((request) => {
      requests += 1;
      request.resume();
      resolve();
    });
    const { promise: listening, resolve: listens } = Promise.withResolvers<void>();
    server.listen(0, '127.0.0.1', listens);
    await listening;
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const { uploads } = restClientsOf({ apiUrl: `http://127.0.0.1:${port}/api`, token: 'token' });
    return { uploads, arrived, requests: () => requests };
  }

  const withFile = (): FormData => {
    const body = new FormData();
    body.append('payload_json', '{}');
    body.append('files[0]', new Blob([new Uint8Array(MIB)]), 'video.mp4');
    return body;
  };

  test('is given up when its time is over, and not sent again', async () => {
    const { uploads, arrived, requests } = await openSilence();
    const settled = vi.fn();
    const sending = uploads
      .post(ROUTE, { body: withFile(), passThroughBody: true })
      .catch((error: unknown) => {
        settled(error);
        return error;
      });
    await arrived;
    vi.advanceTimersByTime(uploadTimeMs(MIB) - 1_000);
    await new Promise(setImmediate);
    expect(settled).not.toHaveBeenCalled();
    vi.advanceTimersByTime(2_000);
    expect(isUploadTimeout(await sending)).toBe(true);
    expect(requests()).toBe(1);
  });

  test('that is called off is no time-out', async () => {
    const { uploads, arrived } = await openSilence();
    const abort = new AbortController();
    const sending = uploads
      .post(ROUTE, { body: withFile(), passThroughBody: true, signal: abort.signal })
      .catch((error: unknown) => error);
    await arrived;
    abort.abort();
    const error = await sending;
    expect(error).toBeInstanceOf(Error);
    expect(isUploadTimeout(error)).toBe(false);
  });
});
