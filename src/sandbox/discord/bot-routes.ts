import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { channelJson } from './channel-json.ts';
import { refusal } from './errors.ts';
import { parseForm } from './form.ts';
import { joinedGuilds } from './guild-routes.ts';
import { botJson } from './user-json.ts';
import { dmWith, type World } from './world.ts';

const dmBody = z.object({ recipient_id: z.string() });

/** The bot itself and its private channels. */
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
    approximate_guild_count: joinedGuilds(world).length,
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
  server.post('/users/@me/channels', (request) => {
    const { recipient_id: recipientId } = parseForm(dmBody, request.body);
    const user = world.users.get(recipientId);
    if (!user) throw refusal('invalidRecipients');
    return channelJson(world, dmWith(world, user));
  });
}
