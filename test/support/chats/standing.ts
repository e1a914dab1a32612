import { DiscordServer } from './discord.ts';
import { GoogleChat } from './googlechat.ts';
import { MatrixServer } from './matrix.ts';
import { RocketChat } from './rocketchat.ts';
import { Slack } from './slack.ts';
import { TelegramServer } from './telegram.ts';
import { Zulip } from './zulip.ts';

/** Message as it stands in a chat now: its thread's name there, and what it says, in order. */
export type Standing = { readonly thread: string; readonly says: string };

/** A chat with threads, the same for a test whichever it is. */
export type AnyChat = {
  /** Fields of a destination that is this chat. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Messages that stand there, in order of arrival. */
  readonly standing: () => readonly Standing[];
  /** Number of messages and edits that were taken. */
  readonly taken: () => number;
  /** Lets the chat take messages and not answer, or answer again. */
  readonly mute: (isMute: boolean) => void;
  /** Refuses the next request, as one too many, for so many seconds. */
  readonly limit: (seconds: number) => void;
  /** Deletes a thread as its members can: all of it, or the message that it begins with. */
  readonly deleteThread: (thread: string) => void;
  readonly close: () => Promise<void>;
};

/** Parts by which a message is told: whom it answers, whether it is about an edit, and the words of comments. */
const PARTS = /In reply to Visitor \d|edited a comment on|Thought \d(?:, put right)?/g;

function said(...texts: readonly string[]): string {
  return texts.flatMap((text) => text.match(PARTS) ?? []).join(' · ');
}

/** Messages and their edits, all together. */
function counted(messages: readonly { readonly edits: number | readonly string[] }[]): number {
  return messages.reduce((sum, { edits }) => sum + 1 + (typeof edits === 'number' ? edits : edits.length), 0);
}

async function slack(): Promise<AnyChat> {
  const chat = await Slack.open();
  return {
    settings: { type: 'slack', token: chat.token, channel: 'C0123456789', api: chat.api },
    standing: () =>
      chat.messages
        .filter(({ isDeleted }) => !isDeleted)
        .map(({ ts, thread, blocks }) => ({ thread: thread ?? ts, says: said(JSON.stringify(blocks)) })),
    taken: () => counted(chat.messages),
    mute: (isMute) => void chat.replies.splice(0, Infinity, ...(isMute ? (['hang-taken'] as const) : [])),
    limit: (retryAfter) => chat.replies.push({ retryAfter }),
    deleteThread: (thread) => chat.delete(thread),
    close: () => chat.close(),
  };
}

async function discord(): Promise<AnyChat> {
  const chat = await DiscordServer.open('forum');
  return {
    settings: { type: 'discord', url: chat.url },
    standing: () =>
      chat.messages.map(({ thread, content, embeds }) => ({ thread: thread ?? '', says: said(content, ...embeds) })),
    taken: () => counted(chat.messages),
    mute: (isMute) => {
      chat.isMute = isMute;
    },
    limit: (seconds) => chat.limits.push(seconds),
    deleteThread: (thread) => chat.deleteThread(thread),
    close: () => chat.close(),
  };
}

async function telegram(): Promise<AnyChat> {
  const chat = await TelegramServer.open(-1_001_234_567_890);
  return {
    settings: { type: 'telegram', token: TelegramServer.TOKEN, chat: -1_001_234_567_890, api: chat.api },
    standing: () => chat.messages.map(({ id, replyTo, text }) => ({ thread: String(replyTo ?? id), says: said(text) })),
    taken: () => counted(chat.messages),
    mute: (isMute) => {
      chat.isMute = isMute;
    },
    limit: (seconds) => chat.waits.push(seconds),
    deleteThread: (thread) => chat.delete(Number(thread)),
    close: () => chat.close(),
  };
}

/** The room’s clients themselves show the words of what a message answers. */
async function matrix(): Promise<AnyChat> {
  const chat = await MatrixServer.open();
  const quoted = (id: string): string => {
    const { content } = chat.events.find((event) => event.id === id) ?? {};
    const { is_falling_back: isForOldClients, 'm.in_reply_to': to } = content?.['m.relates_to'] ?? {};
    const parent = chat.events.find((event) => event.id === to?.event_id);
    return isForOldClients === true || parent === undefined ? '' : parent.content.body;
  };
  return {
    settings: { ...chat.settings, threads: true },
    standing: () =>
      chat.shown.map(({ id, thread, body }) => {
        const [answers = '', ...rest] = body.split('\n\n');
        return { thread: thread ?? id, says: said(answers, quoted(id), ...rest) };
      }),
    taken: () => chat.events.length,
    mute: (isMute) => {
      chat.unanswered = isMute ? 1 : 0;
    },
    limit: (seconds) => chat.limits.push(seconds * 1_000),
    deleteThread: (thread) => chat.forget(thread),
    close: () => chat.close(),
  };
}

async function zulip(): Promise<AnyChat> {
  const chat = await Zulip.open();
  const { email, key, channel } = Zulip;
  return {
    settings: { type: 'zulip', site: chat.site, email, key, channel },
    standing: () => chat.messages.map(({ topic, content }) => ({ thread: topic, says: said(content) })),
    taken: () => counted(chat.messages),
    mute: (isMute) => {
      chat.isSilent = isMute;
    },
    limit: (seconds) => {
      chat.slowDown = seconds;
    },
    deleteThread: (thread) => chat.deleteTopic(thread),
    close: () => chat.close(),
  };
}

async function googlechat(): Promise<AnyChat> {
  const chat = await GoogleChat.open();
  return {
    settings: { type: 'googlechat', url: chat.url, threads: true },
    standing: () => chat.messages.map(({ thread, body }) => ({ thread, says: said(JSON.stringify(body.cardsV2)) })),
    taken: () => chat.messages.length,
    mute: (isMute) => {
      chat.isMute = isMute;
    },
    // It does not say for how long.
    limit: () => {
      chat.busy = 1;
    },
    deleteThread: (name) => chat.deleteThread(chat.messages.find(({ thread }) => thread === name)?.key ?? ''),
    close: () => chat.close(),
  };
}

async function rocketchat(): Promise<AnyChat> {
  const chat = await RocketChat.open();
  return {
    settings: { type: 'rocketchat', url: chat.url, threads: true },
    standing: () => chat.messages.map(({ _id, tmid, msg }) => ({ thread: tmid ?? _id, says: said(msg) })),
    taken: () => chat.messages.length,
    mute: (isMute) => {
      chat.isSilent = isMute;
    },
    limit: (seconds) => {
      chat.slowDown = seconds;
    },
    deleteThread: (thread) => {
      chat.deleteMessage(thread);
      chat.refusesOrphans = true;
    },
    close: () => chat.close(),
  };
}

/** Stand-ins of all chats that have threads, by the platform's type. */
export const THREADED = { slack, discord, telegram, matrix, zulip, googlechat, rocketchat } as const;

/** Type of a platform whose chat has threads. */
export type Threaded = keyof typeof THREADED;
