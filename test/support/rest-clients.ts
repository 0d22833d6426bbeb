import { createRestClients, type RestClients } from '../../src/discord/rest.ts';

/** The bot's ways to a Discord. */
export const restClientsOf = ({ apiUrl, token }: { apiUrl: string; token: string }): RestClients =>
  createRestClients({ apiUrl, token, onUnauthorized: () => {} });
