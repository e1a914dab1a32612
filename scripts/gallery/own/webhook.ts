import type { Drawing } from '../../../worker/drawing/drawing.ts';
import { el } from '../../../worker/drawing/element.ts';

/** Receivers of one's own, and whatever the gallery has no drawing for: the body, as JSON where it is. */
export const webhook: Drawing = {
  name: 'Webhook',
  theme: {
    font: "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace",
    size: [12, 18],
    back: ['#f6f8fa', '#0d1117'],
    text: ['#1f2328', '#e6edf3'],
    muted: ['#59636e', '#9198a1'],
    link: ['#0969da', '#4493f8'],
    quote: ['#d1d9e0', '#3d444d'],
    code: ['#f6f8fa', '#0d1117'],
    border: ['#d1d9e0', '#3d444d'],
    card: ['#ffffff', '#151b23'],
    ping: ['#fff8c5', '#4c3c14'],
    avatar: '#1f2328',
    round: '4px',
    frame: 'bare',
  },
  draw: (payload) => ({
    badge: null,
    note: null,
    shown: [el('pre', 'json', typeof payload === 'string' ? payload : JSON.stringify(payload, null, 2))],
  }),
};
