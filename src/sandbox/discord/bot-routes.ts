import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { refusal } from './errors.ts';
import { parseForm } from './form.ts';
import { botJson, channelJson } from './message-json.ts';
import type { SandboxGuild } from './model.ts';
import { BOT_PERMISSIONS } from './permissions.ts';
import { dmWith, joinedGuild, type World } from './world.ts';

const guildParams = z.object({ guildId: z.string() });
const dmBody = z.object({ recipient_id: z.string() });
const guildsPage = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(200),
  before: z.string().regex(/^\d+$/).optional(),
  after: z.string().regex(/^\d+$/).optional(),
});

/** The bot itself, its servers and its private channels. */
export function botRoutes(server: FastifyInstance, world: World, gatewayUrl: () => string): void {
  const application = () => ({
    id: world.applicationId,
    name: 'Sandbox bot',
    icon: null,
    description: '',
    summary: '',
    bot_public: true,
    bot_require_code_grant: false,
    verify_key: '0'.repeat(64),
    flags: 0,
    team: null,
    tags: [],
    bot: botJson(world),
    approximate_guild_count: joined(world).length,
  });

  server.get('/gateway', () => ({ url: gatewayUrl() }));
  server.get('/gateway/bot', () => ({
    url: gatewayUrl(),
    shards: 1,
    session_start_limit: { total: 1000, remaining: 1000, reset_after: 86_400_000, max_concurrency: 1 },
  }));
  server.get('/applications/@me', application);
  server.get('/oauth2/applications/@me', application);
  server.get('/users/@me', () => ({ ...botJson(world), email: null, verified: true, mfa_enabled: true }));
  server.get('/users/@me/guilds', (request) => {
    const { limit, before, after } = parseForm(guildsPage, request.query);
    return joined(world)
      .toSorted((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1))
      .filter(({ id }) => after === undefined || BigInt(id) > BigInt(after))
      .filter(({ id }) => before === undefined || BigInt(id) < BigInt(before))
      .slice(0, limit)
      .map((guild) => ({
        id: guild.id,
        name: guild.name,
        icon: null,
        banner: null,
        owner: false,
        permissions: String(BOT_PERMISSIONS),
        features: guild.features,
      }));
  });
  server.post('/users/@me/channels', (request) => {
    const { recipient_id: recipientId } = parseForm(dmBody, request.body);
    const user = world.users.get(recipientId);
    if (!user) throw refusal('invalidRecipients');
    return channelJson(dmWith(world, user));
  });
  server.get('/guilds/:guildId', (request) => {
    const { guildId } = parseForm(guildParams, request.params);
    return guildJson(joinedGuild(world, guildId));
  });
}

function joined(world: World): SandboxGuild[] {
  return [...world.guilds.values()].filter(({ botPresent }) => botPresent);
}

function guildJson(guild: SandboxGuild): Record<string, unknown> {
  return {
    id: guild.id,
    name: guild.name,
    icon: null,
    description: null,
    splash: null,
    banner: null,
    discovery_splash: null,
    owner_id: guild.id,
    features: guild.features,
    premium_tier: guild.premiumTier,
    premium_subscription_count: 0,
    preferred_locale: 'en-US',
    verification_level: 0,
    default_message_notifications: 0,
    explicit_content_filter: 0,
    mfa_level: 0,
    nsfw_level: 0,
    afk_channel_id: null,
    afk_timeout: 300,
    system_channel_id: null,
    system_channel_flags: 0,
    rules_channel_id: null,
    public_updates_channel_id: null,
    vanity_url_code: null,
    premium_progress_bar_enabled: false,
    emojis: [],
    stickers: [],
    roles: guild.roles.map(({ id, name }, position) => ({
      id,
      name,
      position,
      color: 0,
      hoist: false,
      managed: false,
      mentionable: true,
      permissions: '0',
      flags: 0,
    })),
  };
}
