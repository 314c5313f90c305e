// The adapter of the Node SDK `wechatpay-axios-plugin` for `wechatpay conform`: see ../../PROTOCOL.md.
//
// Host and time limit are settings of axios, which the SDK hands on. It encrypts, opens and hashes by calls of its own,
// and has no handler for notifications: they are taken as its FAQ and its own certificate tool show.

const { gunzipSync } = require('zlib');
const { readFileSync } = require('fs');
const { createInterface } = require('readline');
const path = require('path');

const { Wechatpay, Rsa, Aes: { AesGcm }, Hash, Formatter, Multipart } = require('wechatpay-axios-plugin');

const version = JSON.parse(readFileSync(path.join(path.dirname(require.resolve('wechatpay-axios-plugin')), 'package.json'))).version;

let wxpay; let settings; let keys; let privateKey; let serial;

function setup(task) {
  settings = task;
  privateKey = Rsa.from(task.private_key_pem, Rsa.KEY_TYPE_PRIVATE);
  keys = {};
  if (task.public_key_id) keys[task.public_key_id] = Rsa.from(task.public_key_pem, Rsa.KEY_TYPE_PUBLIC);
  for (const [id, pem] of Object.entries(task.platform_certificates)) keys[id] = Rsa.from(pem, Rsa.KEY_TYPE_PUBLIC);
  [serial] = Object.keys(keys);
  wxpay = new Wechatpay({
    mchid: task.merchant_id,
    serial: task.certificate_serial,
    privateKey,
    certs: { ...keys },
    baseURL: task.base_url,
    timeout: task.timeout_ms,
  });
  return {
    result: 'ready', sdk: 'wechatpay-axios-plugin', version, language: `Node.js ${process.versions.node.split('.')[0]}`, reads: 'json',
  };
}

// The answer as the SDK hands it over: JSON where it could read it, and the text where it could not.
function answer({ status, data }) {
  if (typeof data === 'string') return { result: 'answer', status, text: data.trim() };
  return { result: 'answer', status, body: data === undefined ? null : data };
}

function failure(error) {
  const { response } = error;
  const code = response && response.data && typeof response.data.code === 'string' ? response.data.code : null;
  // What it has not verified of a success is an error of its own, whose code begins so.
  const own = /^EV3_/.test(error.code || '');
  return {
    result: 'error', refusal: !!code && !own, status: response ? response.status : null, code: own ? null : code, message: String(error.message).slice(0, 300),
  };
}

async function call(task) {
  let body = task.body === null ? undefined : task.body;
  for (const pointer of task.confidential) {
    const name = pointer.slice(1);
    body = { ...body, [name]: Rsa.encrypt(body[name], keys[serial]) };
  }
  const headers = { 'Wechatpay-Serial': serial };
  const config = { params: task.query, headers, ...task.parameters };
  const url = task.path.slice(1);
  const method = task.method.toLowerCase();
  const resource = wxpay[url];
  const response = await (['get', 'delete'].includes(method) ? resource[method](config) : resource[method](body, config));
  for (const pointer of task.open) {
    const name = pointer.slice(1);
    if (response.data[name]) response.data[name] = Rsa.decrypt(response.data[name], privateKey);
  }
  return answer(response);
}

async function upload(task) {
  const content = Buffer.from(task.content, 'base64');
  const meta = { filename: task.filename, sha256: Hash.sha256(content) };
  const form = new Multipart();
  form.append('meta', JSON.stringify(meta));
  form.append('file', content, task.filename);
  const headers = { ...form.getHeaders(), 'Wechatpay-Serial': serial };
  return answer(await wxpay[task.path.slice(1)].post(form.getBuffer(), { meta, headers }));
}

async function bill(task) {
  const headers = { 'Wechatpay-Serial': serial };
  const { data } = await wxpay[task.path.slice(1)].get({ params: task.query, headers });
  const url = new URL(data.download_url);
  const file = await wxpay[url.pathname.slice(1)].get({ params: Object.fromEntries(url.searchParams), responseType: 'arraybuffer', headers });
  const content = task.query.tar_type === 'GZIP' ? gunzipSync(file.data) : Buffer.from(file.data);
  return { result: 'file', content: content.toString('base64') };
}

function notification(task) {
  const refused = (message) => ({ result: 'refused', message });
  const header = {};
  for (const [name, value] of task.headers) {
    const key = name.toLowerCase();
    // As Node's own server does with a header that comes twice.
    header[key] = key in header ? `${header[key]}, ${value}` : value;
  }
  const body = Buffer.from(task.body, 'base64').toString();
  const timestamp = header['wechatpay-timestamp'];
  const key = keys[header['wechatpay-serial']];
  if (!(Math.abs(Formatter.timestamp() - timestamp) <= 300)) return refused('the timestamp');
  if (!key) return refused('the serial');
  try {
    if (!Rsa.verify(Formatter.response(timestamp, header['wechatpay-nonce'], body), header['wechatpay-signature'], key)) return refused('the signature');
    const { resource: { ciphertext, nonce, associated_data: aad } } = JSON.parse(body);
    return { result: 'accepted', resource: JSON.parse(AesGcm.decrypt(ciphertext, settings.api_v3_key, nonce, aad)) };
  } catch (error) {
    return refused(String(error.message).slice(0, 300));
  }
}

async function repeat({ times, task }) {
  const wall = process.hrtime.bigint();
  const cpu = process.cpuUsage();
  for (let i = 0; i < times; i += 1) {
    const said = await tasks[task.do](task);
    if (!['answer', 'accepted'].includes(said.result)) return said;
  }
  const { user, system } = process.cpuUsage(cpu);
  return { result: 'repeated', wall_ms: Number(process.hrtime.bigint() - wall) / 1e6, cpu_ms: (user + system) / 1e3 };
}

const tasks = {
  setup, call, upload, bill, notification, repeat,
};

async function run(line) {
  const task = JSON.parse(line);
  let said;
  try {
    said = tasks[task.do] ? await tasks[task.do](task) : { result: 'unsupported', message: task.do };
  } catch (error) {
    said = failure(error);
  }
  process.stdout.write(`${JSON.stringify({ id: task.id, ...said })}\n`);
}

(async () => {
  for await (const line of createInterface({ input: process.stdin })) await run(line);
})();
