export type { Receipt } from './receipt.ts';
export {
  findReceipt,
  listReceipts,
  RECEIPTS_PAGE_MAX,
  type StoredReceipt,
} from './receipt-rows.ts';
export { recordDeparture } from './record-departure.ts';
export { sealSigningKeys, signingWith, unopenedSigningKeys } from './sealing.ts';
export { type ReceiptKey, receiptKeys } from './signing-key.ts';
export { verifyReceipt } from './verify-receipt.ts';
