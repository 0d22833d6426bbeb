import type { World } from './world.ts';

export function userJson(user: { id: string; name: string }): Record<string, unknown> {
  return {
    id: user.id,
    username: user.name.toLowerCase().replace(/\s/g, '_'),
    global_name: user.name,
    discriminator: '0',
    avatar: null,
    avatar_decoration_data: null,
    primary_guild: null,
    flags: 0,
    public_flags: 0,
  };
}

export function botJson(world: World): Record<string, unknown> {
  return {
    id: world.botUserId,
    username: 'Sandbox bot',
    global_name: null,
    discriminator: '0001',
    avatar: null,
    avatar_decoration_data: null,
    primary_guild: null,
    bot: true,
    flags: 0,
    public_flags: 0,
  };
}
