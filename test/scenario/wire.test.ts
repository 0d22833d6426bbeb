import { describe, expect, test } from 'vitest';
import {
  assetAnswerSchema,
  dryRunAnswerSchema,
  jobAnswerSchema,
  jobListSchema,
  submitAnswerSchema,
} from '../../src/scenario/wire.ts';

const parse = (job: Record<string, unknown>) =>
  jobAnswerSchema.parse({ job: { jobId: 'job_1', status: 'x', ...job } });

describe('a job', () => {
  test('with nothing but an id and a status is taken', () => {
    expect(jobAnswerSchema.parse({ job: { jobId: 'job_1', status: 'queued' } })).toEqual({
      id: 'job_1',
      status: 'working',
      assetIds: [],
      error: undefined,
      hint: undefined,
      createdAt: undefined,
      input: { modelId: undefined, prompt: undefined, seed: undefined },
      billing: { units: undefined, keptOnFailure: false },
    });
  });

  test.each([
    [{ jobId: 'job_1', status: 'queued' }, 'job_1'],
    [{ id: 'job_2', status: 'queued' }, 'job_2'],
    [{ jobId: 'job_1', id: 'other', status: 'queued' }, 'job_1'],
  ])('%j has the id %s', (job, id) => {
    expect(jobAnswerSchema.parse({ job }).id).toBe(id);
  });

  test.each([
    ['pending', 'working'],
    ['queued', 'working'],
    ['warming-up', 'working'],
    ['in-progress', 'working'],
    ['processing', 'working'],
    ['finalizing', 'working'],
    ['a status of next year', 'working'],
    ['constructor', 'working'],
    ['', 'working'],
    ['success', 'success'],
    ['succeeded', 'success'],
    ['failure', 'failure'],
    ['failed', 'failure'],
    ['canceled', 'failure'],
    ['cancelled', 'failure'],
  ])('of status %j is %s', (status, expected) => {
    expect(parse({ status }).status).toBe(expected);
  });

  test.each<[unknown, string | undefined]>([
    ['It broke', 'It broke'],
    [{ message: 'It broke', code: 7 }, 'It broke'],
    [null, undefined],
    [undefined, undefined],
    [{ code: 7 }, undefined],
  ])('with the error %j says %j', (error, said) => {
    expect(parse({ metadata: { error } }).error).toBe(said);
  });

  test.each<[unknown, number | undefined]>([
    [7, 7],
    ['7', 7],
    [0, 0],
    ['4294967295', 4_294_967_295],
    [null, undefined],
    [undefined, undefined],
    ['not a number', undefined],
    [[1, 2], undefined],
  ])('with the seed %j has %j', (seed, expected) => {
    expect(parse({ metadata: { input: { seed } } }).input.seed).toBe(expected);
  });

  test.each([null, undefined, {}, { assetIds: null, input: null }])(
    'with the metadata %j has no videos',
    (metadata) => {
      expect(parse({ metadata }).assetIds).toEqual([]);
    },
  );

  test.each<[unknown, number | undefined]>([
    ['2026-11-22T12:00:00.000Z', Date.UTC(2026, 10, 22, 12)],
    ['yesterday', undefined],
    [undefined, undefined],
  ])('made at %j was made at %j', (createdAt, expected) => {
    expect(parse({ createdAt }).createdAt).toBe(expected);
  });

  test.each([
    [{ cuCost: 12.5 }, { units: 12.5, keptOnFailure: false }],
    [
      { cuCost: 12.5, disableRefund: true },
      { units: 12.5, keptOnFailure: true },
    ],
    [
      { cuCost: null, disableRefund: null },
      { units: undefined, keptOnFailure: false },
    ],
    [null, { units: undefined, keptOnFailure: false }],
  ])('with the bill %j', (billing, expected) => {
    expect(parse({ billing }).billing).toEqual(expected);
  });
});

describe('a list of jobs', () => {
  test('is not spoilt by a job of another model, whose settings are of other kinds', () => {
    const jobs = [
      {
        jobId: 'ours',
        status: 'success',
        metadata: { assetIds: ['asset_1'], input: { prompt: 'A boat', seed: 7 } },
      },
      {
        jobId: 'theirs',
        status: 'failure',
        metadata: { error: { code: 7 }, hint: 3, input: { modelId: 5, prompt: ['a', 'b'], seed: { x: 1 } } },
      },
    ];
    const list = jobListSchema.parse({ jobs, nextPaginationToken: null }).jobs;
    expect(list.map(({ id, status }) => [id, status])).toEqual([
      ['ours', 'success'],
      ['theirs', 'failure'],
    ]);
    expect(list[0]?.input).toEqual({ modelId: undefined, prompt: 'A boat', seed: 7 });
  });

  test('leaves out a job that cannot be read, and says what is wrong with it', () => {
    const jobs = [
      { jobId: 'first', status: 'success', metadata: { assetIds: ['asset_1'] } },
      { jobId: 'no-status' },
      'no job at all',
      { jobId: 'odd-assets', status: 'success', metadata: { assetIds: { secret: 'value' } } },
      { jobId: 'last', status: 'queued', metadata: { input: ['not', 'an', 'object'] } },
    ];
    const list = jobListSchema.parse({ jobs, nextPaginationToken: 'more' });
    expect(list.jobs.map(({ id }) => id)).toEqual(['first', 'last']);
    expect(list.odd).toHaveLength(3);
    expect(list.odd[2]).toMatch(/^metadata\.assetIds: .*array/);
    expect(list.odd.join()).not.toContain('secret');
    expect(list.nextPaginationToken).toBe('more');
  });

  test('may be empty and the last', () => {
    expect(jobListSchema.parse({ jobs: [] })).toEqual({ jobs: [], odd: [] });
  });
});

describe('not taken:', () => {
  test.each([
    ['an order’s answer without a job', submitAnswerSchema, { creativeUnitsCost: 1 }],
    ['an order’s answer with a job without an id', submitAnswerSchema, { job: { status: 'pending' } }],
    [
      'an order’s answer with a job with an empty id',
      submitAnswerSchema,
      { job: { jobId: '', status: 'x' } },
    ],
    ['an order’s answer that is a dry run’s', submitAnswerSchema, { job: {}, creativeUnitsCost: 1 }],
    ['a job without a status', jobAnswerSchema, { job: { jobId: 'job_1' } }],
    ['a dry run without a price', dryRunAnswerSchema, { job: {} }],
    ['an asset without a link', assetAnswerSchema, { asset: { id: 'asset_1' } }],
  ])('%s', (_what, schema, answer) => {
    expect(schema.safeParse(answer).success).toBe(false);
  });
});

test('a price of 0 and a broken one are prices', () => {
  expect(dryRunAnswerSchema.parse({ creativeUnitsCost: 0, job: {} }).creativeUnitsCost).toBe(0);
  expect(dryRunAnswerSchema.parse({ creativeUnitsCost: 12.34, job: {} }).creativeUnitsCost).toBe(12.34);
});
