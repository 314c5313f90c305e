'use strict';

// All foreign text gets into the page through this: as text, never as markup.
const make = (name, className, ...content) => {
  const element = document.createElement(name);
  if (className) element.className = className;
  element.append(...content.map(part => part ?? ''));
  return element;
};
const at = id => document.getElementById(id);

const LIMIT = 2000; // beyond it, what differs is marked as one piece
let last = 0;

// The pieces of two texts, and whether each is in both.
function difference(one, two) {
  let start = 0;
  while (start < one.length && start < two.length && one[start] === two[start]) start++;
  let end = 0;
  while (end < one.length - start && end < two.length - start && one.at(-1 - end) === two.at(-1 - end)) end++;
  const middle = [one, two].map(text => text.slice(start, text.length - end));
  const inner = middle.some(text => text.length > LIMIT) ? middle.map(text => [[text, false]]) : common(...middle);
  const whole = inner.map(pieces => [[one.slice(0, start), true], ...pieces, [one.slice(one.length - end), true]]);
  return whole.map(pieces => pieces.filter(([text]) => text));
}

// The longest common subsequence of two short texts.
function common(one, two) {
  const width = two.length + 1;
  const table = new Uint16Array((one.length + 1) * width);
  for (let i = one.length - 1; i >= 0; i--) {
    for (let j = two.length - 1; j >= 0; j--) {
      table[i * width + j] = one[i] === two[j]
        ? table[(i + 1) * width + j + 1] + 1
        : Math.max(table[(i + 1) * width + j], table[i * width + j + 1]);
    }
  }
  const [left, right] = [[], []];
  const put = (pieces, char, same) => {
    const piece = pieces.at(-1);
    if (piece && piece[1] === same) piece[0] += char; else pieces.push([char, same]);
  };
  let i = 0, j = 0;
  while (i < one.length || j < two.length) {
    if (i < one.length && j < two.length && one[i] === two[j]) {
      put(left, one[i++], true);
      put(right, two[j++], true);
    } else if (j >= two.length || (i < one.length && table[(i + 1) * width + j] >= table[i * width + j + 1])) {
      put(left, one[i++], false);
    } else {
      put(right, two[j++], false);
    }
  }
  return [left, right];
}

// Line ends can be seen: most wrong signatures are about one.
function lines(text) {
  return text.split(/(\n)/).filter(part => part).flatMap(part => part === '\n' ? [make('span', 'end', '⏎'), '\n'] : [part]);
}

function marked(pieces) {
  return make('pre', '', ...pieces.flatMap(([text, same]) => same ? lines(text) : [make('mark', '', ...lines(text))]));
}

function compared(exchange) {
  const { expected, got } = exchange;
  if (expected === undefined) return [];
  const [left, right] = got === undefined ? [[[expected, true]]] : difference(expected, got);
  const half = (title, pieces) => make('div', '', make('h3', '', title), marked(pieces));
  return [make('div', 'pair', half('Expected to be signed', left), ...(right ? [half('Signed instead', right)] : []))];
}

function block(title, text) {
  return text ? [make('h3', '', title), make('pre', '', text)] : [];
}

function request(exchange) {
  const tag = make('span', exchange.refused ? 'tag bad' : 'tag good', exchange.verdict);
  const summary = make('summary', '',
    make('span', 'time quiet mono', exchange.time), make('span', 'mono', exchange.method),
    make('span', 'path mono', exchange.target), tag,
    ...(exchange.why ? [make('span', 'why', exchange.why)] : []));
  const details = make('details', exchange.refused ? 'refused' : '', summary);
  details.dataset.number = exchange.number;
  details.addEventListener('toggle', () => {
    if (details.open && details.childElementCount === 1) details.append(more(exchange));
  });
  return details;
}

function more(exchange) {
  return make('div', 'more',
    make('p', 'quiet', exchange.title),
    ...compared(exchange),
    ...block('Remarks', exchange.remarks.join('\n')),
    ...block('Headers', exchange.headers), ...block('Body', exchange.body), ...block('Answer', exchange.answer));
}

const GOOD = ['SUCCESS', 'SIGNED'], WARM = ['NOTPAY', 'USERPAYING', 'REFUND', 'WAIT_USER_CONFIRM', 'BEGUN'];

function order(one) {
  const acts = make('td', 'acts', ...one.acts.map(([act, title]) => {
    const button = make('button', '', title);
    button.dataset.act = act;
    button.addEventListener('click', () => perform(button, act, one.number));
    return button;
  }));
  const kind = GOOD.includes(one.state) ? 'tag good' : WARM.includes(one.state) ? 'tag warm' : 'tag';
  const row = make('tr', '', make('td', 'mono', one.number), make('td', '', one.what),
    make('td', 'number', one.amount), make('td', '', make('span', kind, one.state)), acts);
  row.dataset.number = one.number;
  return row;
}

function delivery(one) {
  return make('tr', '', make('td', 'mono', one.event), make('td', 'mono', one.number), make('td', 'mono', one.url),
    make('td', '', make('span', 'mono', one.time), one.times > 1 ? make('span', 'quiet', ` · ${one.times} times`) : ''),
    make('td', '', make('span', one.taken ? 'tag good' : 'tag bad', one.taken ? 'acknowledged' : 'not acknowledged'), ' ', one.became));
}

function fill(name, rows) {
  at(name).hidden = rows.length === 0;
  at(`no-${name}`).hidden = rows.length > 0;
  at(name).tBodies[0].replaceChildren(...rows);
}

function say(text, isBad) {
  at('said').textContent = text;
  at('said').classList.toggle('bad', isBad);
}

async function perform(button, act, number) {
  button.disabled = true;
  try {
    const answer = await fetch('/page/act', {
      method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ act, number }),
    });
    const told = await answer.json();
    say(told.done ?? told.error, !answer.ok);
  } catch {
    say('The gateway does not answer.', true);
  }
  shown = '';
  await refresh();
}

let shown = '';

async function refresh() {
  const answer = await fetch(`/page/state?after=${last}`);
  const state = await answer.json();
  at('about').textContent = state.about.text;
  for (const exchange of state.exchanges) {
    if (exchange.number > last) at('requests').prepend(request(exchange));
    last = Math.max(last, exchange.number);
  }
  while (at('requests').childElementCount > 500) at('requests').lastChild.remove();
  at('no-requests').hidden = last > 0;
  // A row is not taken from under the pointer for nothing.
  const now = JSON.stringify([state.orders, state.transfers, state.contracts, state.deliveries]);
  if (now === shown) return;
  shown = now;
  fill('orders', state.orders.map(order));
  fill('others', [...state.transfers, ...state.contracts].map(order));
  fill('notices', state.deliveries.map(delivery));
}

async function keepUp() {
  try {
    await refresh();
  } catch {
    say('The gateway does not answer.', true);
  }
  setTimeout(keepUp, 1000);
}

at('refused-only').addEventListener('change', event => at('requests').classList.toggle('refused-only', event.target.checked));
keepUp();
