import { describe, expect, test } from 'vitest';
import { isSafetyRefusal } from '../../src/scenario/errors.ts';

describe('reads like a safety refusal:', () => {
  test.each([
    'The request was blocked by the provider: content policy violation (safety).',
    'Content moderation rejected the prompt',
    'Your prompt was flagged by our moderation system',
    'This prompt contains sensitive words that violate Google\u2019s Responsible AI practices.',
    "Veo could not generate videos because the input image violates Vertex AI's usage guidelines. Support codes: 15236754",
    'The prompt could not be submitted: it might violate our policies',
    'Violates the terms of use',
    'Copyright detected in the reference image',
    'The prompt mentions a celebrity',
    'RAI: media was filtered',
    'NSFW content detected',
    'PROHIBITED_CONTENT',
    'The video was filtered out',
    'SAFETY',
  ])('%s', (text) => {
    expect(isSafetyRefusal(text)).toBe(true);
  });
});

describe('reads like any other failure:', () => {
  test.each([
    '',
    'Internal provider error',
    'Input prompt is required',
    'Input duration must be one of: 4, 6, 8',
    'You are not allowed to use this model with your plan',
    'You have reached your limit of concurrent generations',
    'Too many requests, please slow down',
    'Unauthorized',
    'Asset asset_1 not found',
    'The upstream server timed out after 600 s',
    'Training failed: rainy weather in the data centre',
    'The service is unavailable, please retry',
  ])('%s', (text) => {
    expect(isSafetyRefusal(text)).toBe(false);
  });
});
