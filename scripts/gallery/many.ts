import type { CommentMessage } from '../../worker/destination/channel.ts';
import type { Post } from '../../worker/model.ts';

const HOUR = 3_600_000;

const NAMES = ['Maud Ferrier', 'T. Okonjo', '林小雨', 'Piet', 'Zoë Ångström', 'Мария Соколова', 'Ines'];
const WORDS = [
  'Mine turns for ten hours and then sulks.',
  'Oil it. Then look at the weights.',
  '我们这里的灯塔已经关了，真可惜。',
  'Is the path open in winter? The sign says no and the sheep say yes; I would like to know whom to believe before I pack the boots.',
  'Thank you!',
];

/** Thirty comments on a post, one every hour. */
export function manyComments(first: CommentMessage): readonly CommentMessage[] {
  return Array.from({ length: 30 }, (_, at) => after(first, at, first.data.post));
}

/** Comments on three posts in turn, with an edit among them. */
export function manyPosts(comments: readonly CommentMessage[]): readonly CommentMessage[] {
  const posts: readonly (Post | null)[] = [
    comments[0]?.data.post ?? null,
    { id: null, url: 'https://tides.example/archives/seals.php', title: 'Seals & Other Neighbours' },
    { id: null, url: 'https://tides.example/archives/cards.php', title: '212 Cards from a Drawer' },
  ];
  return comments.slice(0, 9).map((message, at) => {
    const post = posts[at % posts.length] ?? null;
    const isEdit = at === 5;
    return {
      ...message,
      type: isEdit ? 'comment.updated' : 'comment.created',
      data: { ...message.data, post },
    };
  });
}

function after(first: CommentMessage, at: number, post: Post | null): CommentMessage {
  const text = WORDS[at % WORDS.length] ?? '';
  const { comment } = first.data;
  const id = `${comment.id}-${at}`;
  return {
    ...first,
    id: `msg_many_${at}`,
    timestamp: new Date(Date.parse(first.timestamp) + at * HOUR).toISOString(),
    data: {
      ...first.data,
      post,
      comment: {
        ...comment,
        id,
        url: `${post?.url ?? 'https://tides.example/'}#c${30_000 + at}`,
        author: { name: NAMES[at % NAMES.length] ?? null, url: null, avatar: null },
        text,
        html: `<p>${text}</p>`,
      },
    },
  };
}
