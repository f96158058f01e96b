// SPDX-License-Identifier: Apache-2.0
// What the console says, in both languages.
import { speak } from './api.js';

const WORDS = {
  title: ['One-Pass console', 'One-Pass 运维台'],
  docs: ['API', '接口文档'],
  other: ['中文', 'English'],
  tokenButton: ['Token', '令牌'],
  tokenAsk: ['The server wants a token (X-KSY-TOKEN). It stays in this tab only.', '服务器需要令牌（X-KSY-TOKEN），仅保存在当前标签页。'],
  token: ['Token', '令牌'],
  ok: ['OK', '确定'],
  cancel: ['Cancel', '取消'],
  up: ['up', '正常'],
  down: ['down', '故障'],
  database: ['database', '数据库'],
  cache: ['cache', '缓存'],
  thirdParty: ['third party', '第三方'],
  unreachable: ['server unreachable', '服务器无响应'],
  batches: ['Batches', '批次'],
  batch: ['Batch', '批次号'],
  state: ['State', '状态'],
  accounts: ['Accounts', '账户数'],
  accepted: ['Accepted', '受理时间'],
  noBatches: ['No batch yet. Start one below.', '还没有批次，可在下面发起。'],
  startBatch: ['Start a batch', '发起批次'],
  batchId: ['Batch id', '批次号'],
  uids: ['User ids (ranges such as 1001-1100 too)', '用户号（可写区间，如 1001-1100）'],
  start: ['Start', '发起'],
  started: ['Accepted: {0}, {1} accounts', '已受理：{0}，{1} 个账户'],
  badUids: ['Not a list of user ids: {0}', '不是合法的用户号：{0}'],
  tooMany: ['More than 1,000,000 user ids', '用户号超过 1,000,000 个'],
  phase: ['Phase', '阶段'],
  swept: ['Swept', '已归集'],
  inDoubt: ['In doubt', '存疑金额'],
  calls: ['Calls', '调用次数'],
  rate: ['Calls per second', '每秒调用'],
  concurrency: ['Concurrency', '并发上限'],
  inFlight: ['In flight', '进行中'],
  eta: ['Time left', '预计剩余'],
  finishedAt: ['Finished', '完成时间'],
  took: ['Took', '用时'],
  hours: ['{0} h {1} min', '{0} 小时 {1} 分'],
  minutes: ['{0} min {1} s', '{0} 分 {1} 秒'],
  seconds: ['{0} s', '{0} 秒'],
  unknown: ['unknown', '未知'],
  chart: ['Concurrency over time', '并发变化'],
  answers: ['Answers per second', '每秒应答'],
  answer_settled: ['settled', '已扣款'], answer_insufficient: ['insufficient', '余额不足'],
  answer_refused: ['refused', '被拒绝'], answer_throttled: ['throttled', '被限流'], answer_inDoubt: ['in doubt', '存疑'],
  chartEmpty: ['The chart fills while the batch runs.', '批次运行时显示曲线。'],
  items: ['Accounts that need a look', '需关注的账户'],
  show: ['Show', '显示'],
  uid: ['User id', '用户号'],
  attempts: ['Attempts', '尝试'],
  note: ['Note', '说明'],
  none: ['None.', '无。'],
  more: ['More', '更多'],
  resume: ['Try these again now', '立即重试这些账户'],
  waits: ['Waits: {0} (tried {1} times)', '等待中：{0}（已尝试 {1} 次）'],
  resumed: ['{0} accounts are tried again', '正在重试 {0} 个账户'],
  check: ['Check conservation', '核对守恒'],
  checking: ['{0} accounts checked', '已核对 {0} 个账户'],
  conserved: ['{0} accounts: every cent taken outside was credited here', '{0} 个账户：外部扣款与本地入账分毫不差'],
  notConserved: ['{0} accounts differ: {1}', '{0} 个账户不一致：{1}'],
  lost: ['Connection lost; trying again', '连接中断，正在重连'],
  account: ['Account', '账户'],
  look: ['Look up', '查询'],
  fromDatabase: ['Past the cache', '绕过缓存'],
  noAccount: ['There is no such user', '用户不存在'],
  journal: ['Journal', '流水'],
  older: ['Older', '更早'],
  kind: ['Kind', '类型'],
  other_side: ['Other side', '对方'],
  amount: ['Amount', '金额'],
  balance: ['Balance', '余额'],
  time: ['Time', '时间'],
  outside: ['outside', '外部'],
  validate: ['Validate the balance', '验证余额'],
  expected: ['Expected amount', '期望余额'],
  repair: ['Repair: make the stored and cached balance follow the journal', '修复：以流水为准更正存储与缓存余额'],
  validateButton: ['Validate', '验证'],
  valid: ['All agree', '全部一致'],
  invalid: ['They differ', '不一致'],
  stored: ['Stored', '存储'],
  cached: ['Cached', '缓存'],
  repaired: ['Repaired', '已修复'],
  trade: ['Trade', '交易'],
  from: ['From user', '付款方'],
  to: ['To user', '收款方'],
  pay: ['Pay', '付款'],
  paid: ['{0} paid from {1} to {2}', '已付 {0}：{1} → {2}'],
  replayed: ['Was done before; nothing moved now', '此前已完成，本次未重复转账'],
  tryAgain: ['Outcome unknown; press again, it cannot be paid twice', '结果未知；请再点一次，不会重复付款'],
  RUNNING: ['running', '进行中'], FINISHED: ['finished', '已完成'],
  BEGINNING: ['beginning', '开始中'], FAST: ['fast', '快速'], SLOW: ['slow', '慢速'],
  WAITING: ['waiting', '等待重试'], FINISHING: ['finishing', '收尾中'],
  state_open: ['open', '未处理'], state_unresolved: ['unresolved', '未决'], state_swept: ['swept', '已归集'],
  state_missing: ['missing', '无此账户'], state_rejected: ['rejected', '被拒绝'],
  TRADE: ['trade', '交易'], SWEEP: ['sweep', '归集'], OPENING: ['opening', '期初'],
  STORED_BALANCE: ['stored balance', '存储余额'], CACHED_BALANCE: ['cached balance', '缓存余额'],
};

const KEPT = 'onepass.language';
let column = 0;

export function say(key, ...values) {
  const text = WORDS[key]?.[column] ?? key;
  return text.replace(/\{(\d)\}/g, (_, index) => values[index]);
}

export function useLanguage(code) {
  column = code.startsWith('zh') ? 1 : 0;
  document.documentElement.lang = column ? 'zh-CN' : 'en';
  document.title = say('title');
  for (const element of document.querySelectorAll('[data-say]')) element.textContent = say(element.dataset.say);
  speak(column ? 'zh' : 'en');
}

export const preferredLanguage = () => localStorage.getItem(KEPT) ?? navigator.language ?? 'en';

export function switchLanguage() {
  const code = column ? 'en' : 'zh';
  localStorage.setItem(KEPT, code);
  useLanguage(code);
}

/** Digits in groups; the text of an amount is not turned into a number for it. */
export const grouped = (value) => String(value).replace(/^-?\d+/, (digits) => digits.replace(/\B(?=(\d{3})+$)/g, ','));

const locale = () => (column ? 'zh-CN' : 'en-GB');
export const moment = (iso) =>
  iso ? new Date(iso).toLocaleString(locale(), { dateStyle: 'short', timeStyle: 'medium' }) : '';

export function duration(seconds) {
  if (seconds === null || seconds === undefined) return say('unknown');
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  if (hours) return say('hours', hours, minutes);
  return minutes ? say('minutes', minutes, Math.floor(seconds % 60)) : say('seconds', Math.floor(seconds * 10) / 10);
}
