import { decimalsOf, pluralsOf } from '../grammar.ts';
import type { ChallengeWords } from './challenge-words.ts';

const plural = pluralsOf('pt-BR');
const decimal = decimalsOf('pt-BR');
const days = (number: number): string => plural(number, { one: 'um dia', other: `${number} dias` });
const votes = (number: number): string => plural(number, { one: `${number} voto`, other: `${number} votos` });

/** As it is spoken in Brazil. */
export const portugueseChallenge: ChallengeWords = {
  entry: (number) => `Participação ${number}`,
  by: (member) => `de ${member}`,
  status: {
    announced: (when) => `🗓️ **Anunciado** · dá para participar ${when}`,
    open: (moment) => `🟢 **Aberto a participações** · até ${moment}`,
    review: (moment) => `🔎 **A moderação está vendo as participações** · no máximo até ${moment}`,
    preparing: '📤 **A votação começa já** · as participações estão sendo postadas.',
    voting: (moment) => `🗳️ **A votação está aberta** · até ${moment}`,
    runOff: (moment) => `🤝 **Um desempate decide entre as melhores** · até ${moment}`,
    tallying: '🧮 **A votação acabou** · os votos estão sendo contados.',
    closed: '🏁 **Encerrado**',
    cancelled: (because) => `🚫 **Cancelado**${because}.`,
    paused: (because) =>
      `⏸️ **Pausado**${because}. Ninguém pode participar nem votar até voltar, e ninguém perde tempo.`,
  },
  head: {
    theme: 'Tema',
    rules: 'Regras',
    times: 'Datas',
    entering: 'Participar',
    voting: 'Votação',
    prizes: 'Prêmios',
  },
  times: {
    opens: (moment) => `Início das participações: ${moment}`,
    entriesUntil: (moment) => `Fim das participações: ${moment}`,
    reviewUntil: (moment) => `Fim da revisão: ${moment}`,
    votesUntil: (moment) => `Fim da votação: ${moment}`,
  },
  entering: {
    perMember: (entries) =>
      plural(entries, {
        one: 'Uma participação por membro',
        other: `Até ${entries} participações por membro`,
      }),
    own: 'Seu próprio vídeo, feito aqui com `/veo` depois da abertura',
    swap: 'Dá para trocar ou retirar até o fim das participações',
    allowed: (settings) => `Permitido: ${settings}`,
    noPictures: 'Feito só com o prompt, sem imagens',
    words: (words) => `O prompt contém: ${words}`,
    roles: (roles) => `Podem participar: ${roles}`,
    accountDays: (number) => `Para participar ou votar, sua conta tem pelo menos ${days(number)}`,
    memberDays: (number) =>
      `Para participar ou votar, você está neste servidor há pelo menos ${days(number)}`,
    review: 'A moderação vê cada participação antes',
    pool: (videos) =>
      `🎁 ${plural(videos, { one: 'Um vídeo grátis', other: `${videos} vídeos grátis` })} para quem participar: \`/veo challenge:\``,
    cooldown: (number) =>
      `Quem ganhou há menos de ${plural(number, { one: '24 horas', other: `${number} dias` })} pode participar, mas não ganha nada`,
    anonymous: 'Os nomes ficam escondidos até o fim',
  },
  voting: {
    method: {
      'one-pick': 'Cada um escolhe uma participação. Ganha quem tiver mais votos.',
      ranked:
        'Cada um escolhe uma primeira, uma segunda e uma terceira: 3, 2 e 1 pontos. Ganha quem tiver mais pontos.',
      stars: 'Cada um dá de uma a cinco estrelas. Ganha a melhor média.',
      approval: 'Cada um escolhe quantas participações quiser. Ganha quem tiver mais votos.',
    },
    minRatings: (ratings) =>
      `Para ganhar é preciso ter pelo menos ${plural(ratings, { one: 'uma avaliação', other: `${ratings} avaliações` })}.`,
    fewerRatings: 'Se nenhuma participação receber tantas, basta o maior número recebido.',
    ties: {
      order: 'Em caso de empate decidem mais notas máximas, depois mais votantes, depois a mais antiga.',
      shared: 'Participações empatadas dividem o lugar.',
      'run-off': 'Se as melhores empatarem, uma segunda votação decide entre elas.',
    },
    roles: (roles) => `Podem votar: ${roles}`,
    fair: 'Os votos são secretos e podem ser mudados até o fim. Ninguém vota em si mesmo.',
  },
  prize: {
    role: (role) => `o cargo ${role}`,
    roleFor: (role, number) => `o cargo ${role} por ${days(number)}`,
    bonus: (videos) => plural(videos, { one: 'um vídeo extra', other: `${videos} vídeos extras` }),
  },
  count: {
    entries: (number) => plural(number, { one: `${number} participação`, other: `${number} participações` }),
    voters: (number) => plural(number, { one: `${number} membro votou`, other: `${number} membros votaram` }),
  },
  host: (member) => `organizado por ${member}`,
  button: {
    how: '🏆 Como participar',
    mine: 'Minhas participações',
    vote: '🗳️ Votar',
    remind: '🔔 Me lembre',
    result: '🏁 Resultado',
  },
  phase: {
    opened: (title, moment) => `🟢 **${title}** está aberto a participações até ${moment}.`,
    howToEnter: 'Aperte **🏆 Participar** embaixo de um vídeo seu, ou faça um com `/veo challenge:`.',
    voting: (title, moment) => `🗳️ A votação de **${title}** começou. Ela vai até ${moment}.`,
    howToVote: 'Aperte **🗳️ Votar**: você vê as participações uma a uma, em uma ordem só sua.',
    cancelled: (title, because) => `🚫 **${title}** foi cancelado${because}.`,
  },
  reminder: {
    entries: (title, when) => `⏰ As participações em **${title}** se encerram ${when}.`,
    votes: (title, when) => `⏰ A votação de **${title}** se encerra ${when}.`,
  },
  runOff: (title, entries, moment) =>
    `🤝 **${title}**: ${entries} empataram. Uma segunda votação decide entre elas, até ${moment}.`,
  gone: {
    withdrawn: (entry) => `**${entry}** foi retirada.`,
    disqualified: (entry) => `**${entry}** foi desclassificada.`,
    video: (entry) => `**${entry}** não pode ser mostrada: o vídeo não existe mais.`,
  },
  sheet: {
    caption: (title, entries) =>
      `🖼️ **${title}**: ${plural(entries, { one: 'a única participação', other: `as ${entries} participações` })} de uma vez.`,
    label: (entries) =>
      plural(entries, {
        one: 'Primeira imagem de uma participação, com seu número:',
        other: `Primeiras imagens de ${entries} participações, cada uma com seu número:`,
      }),
  },
  podium: {
    heading: (title) => `🏆 ${title}: o resultado`,
    watch: '▶ assistir',
    videoGone: 'o vídeo não existe mais',
    score: {
      'one-pick': votes,
      ranked: (points) => plural(points, { one: `${points} ponto`, other: `${points} pontos` }),
      approval: votes,
      stars: (mean, ratings) =>
        `${decimal(mean)} estrelas de ${plural(ratings, { one: `${ratings} avaliação`, other: `${ratings} avaliações` })}`,
    },
    notCounted: 'avaliações de menos',
    noVotes: 'nenhum voto',
    wins: (prize) => `ganha ${prize}`,
    turnout: (ballots) =>
      plural(ballots, { one: `${ballots} membro votou.`, other: `${ballots} membros votaram.` }),
    invalid: (ballots) =>
      plural(ballots, {
        one: `${ballots} voto não contou: o membro saiu ou não cumpre mais as regras.`,
        other: `${ballots} votos não contaram: os membros saíram ou não cumprem mais as regras.`,
      }),
    runOff: 'Um desempate decidiu entre as melhores.',
    noEntries: 'Ninguém participou, então ninguém ganhou.',
    noWinner: 'Nenhuma participação recebeu votos suficientes para vencer.',
    onlyOne: 'Só houve uma participação: ela ganha sem votação.',
    fewerRatings: (needed, enough) =>
      `Nenhuma participação recebeu ${needed} avaliações, então ${plural(enough, { one: 'bastou uma', other: `bastaram ${enough}` })}.`,
    passedOver: {
      left: (entry) => `${entry} não ganha nada: quem fez saiu do servidor.`,
      blocked: (entry) => `${entry} não ganha nada: quem fez não podia participar no momento da apuração.`,
      cooldown: (entry) => `${entry} não ganha nada: quem fez ganhou há pouco tempo.`,
      'video-gone': (entry) => `${entry} não ganha nada: o vídeo não existe mais.`,
    },
    label: (title) => `O resultado de ${title} em barras.`,
  },
};
