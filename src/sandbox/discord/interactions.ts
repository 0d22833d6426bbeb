import { randomBytes } from 'node:crypto';
import {
  type InteractionAnswer,
  type InteractionKind,
  InteractionTimeout,
  type SandboxInteraction,
} from './interaction.ts';
import { interactionPayload } from './interaction-payload.ts';
import type { SandboxUser } from './message.ts';
import type { MessageRecord } from './messages.ts';
import type { AnyChannel, SandboxMember } from './model.ts';
import { channelUploadLimit } from './upload-limit.ts';
import type { World } from './world.ts';

const ANSWER_WITHIN_MS = 3_000;
const TOKEN_LIFE_MS = 15 * 60 * 1000;
const TOKEN_BYTES = 120;

/** What a member did, before the bot is told. */
interface Deed {
  kind: InteractionKind;
  label: string;
  user: SandboxUser;
  /** Absent in a DM. */
  member: SandboxMember | undefined;
  channel: AnyChannel;
  locale: string;
  /** The message whose component was used, also for a modal that such a component opened. */
  source?: MessageRecord | undefined;
  data: Record<string, unknown>;
}

/** An interaction with what only the sandbox knows of it. */
export interface InteractionRecord {
  readonly deed: Deed;
  readonly interaction: SandboxInteraction;
  /** What one file of an answer may have. */
  readonly uploadLimitBytes: number;
  original: MessageRecord | undefined;
  readonly followups: MessageRecord[];
  /** Past three seconds without an answer. */
  isLost(): boolean;
  /** Past fifteen minutes. */
  isTokenDead(): boolean;
  answer(answer: InteractionAnswer): void;
  /** Ends the wait for an answer. */
  fail(reason: string): void;
}

export interface InteractionBook {
  /** Records the deed and tells the bot, if one is connected. */
  open(deed: Deed): SandboxInteraction;
  byToken(token: string): InteractionRecord | undefined;
  close(): void;
}

/** `dispatch` sends a gateway event to the bot. */
export function createInteractionBook(
  world: World,
  dispatch: (event: string, data: unknown) => void,
): InteractionBook {
  const records = new Map<string, InteractionRecord>();
  const closers = new Set<() => void>();

  return {
    open(deed) {
      const { record, stop } = createRecord(world, deed, () => closers.delete(stop));
      closers.add(stop);
      records.set(record.interaction.token, record);
      world.events.emit({ type: 'interaction-created', interaction: record.interaction });
      dispatch('INTERACTION_CREATE', interactionPayload(world, record));
      return record.interaction;
    },
    byToken: (token) => records.get(token),
    close() {
      for (const stop of [...closers]) stop();
    },
  };
}

function createRecord(
  world: World,
  deed: Deed,
  onSettled: () => void,
): { record: InteractionRecord; stop: () => void } {
  const sentAt = world.now();
  const settled = Promise.withResolvers<InteractionAnswer>();
  // Nobody has to look at an answer; a lost one must not end the process.
  settled.promise.catch(() => undefined);
  let answer: InteractionAnswer | undefined;
  let answeredAt: number | undefined;
  let failed = false;

  const fail = (reason: string) => {
    if (answer || failed) return;
    failed = true;
    stop();
    settled.reject(new InteractionTimeout(`${deed.label}: ${reason}`));
    world.events.emit({ type: 'interaction-failed', interaction, reason });
  };
  const timer = setTimeout(() => fail('The application did not respond'), ANSWER_WITHIN_MS);
  const stop = () => {
    clearTimeout(timer);
    onSettled();
  };

  const record: InteractionRecord = {
    deed,
    get interaction() {
      return interaction;
    },
    uploadLimitBytes: Math.max(
      channelUploadLimit(deed.channel, world.defaultUploadLimitBytes),
      deed.member?.nitroUploadLimitBytes ?? 0,
    ),
    original: undefined,
    followups: [],
    isLost: () => failed || (answer === undefined && world.now() - sentAt > ANSWER_WITHIN_MS),
    isTokenDead: () => world.now() - sentAt > TOKEN_LIFE_MS,
    answer(given) {
      answer = given;
      answeredAt = world.now();
      stop();
      settled.resolve(given);
      world.events.emit({ type: 'interaction-answered', interaction, answer: given });
    },
    fail,
  };
  const interaction: SandboxInteraction = {
    id: world.snowflake(),
    token: randomBytes(TOKEN_BYTES).toString('base64url'),
    kind: deed.kind,
    label: deed.label,
    user: deed.user,
    channel: deed.channel,
    sentAt,
    get answeredAt() {
      return answeredAt;
    },
    response: settled.promise,
    original: () => (record.original?.deleted ? undefined : record.original),
    followups: record.followups,
    get modal() {
      return answer?.kind === 'modal' ? answer.modal : undefined;
    },
    get choices() {
      return answer?.kind === 'choices' ? answer.choices : undefined;
    },
  };
  return { record, stop };
}
