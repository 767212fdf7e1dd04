import { Gauge, type Registry } from 'prom-client';
import type { App } from '../app.ts';
import { type MailHealth, mailHealth } from '../mail/index.ts';

const GAUGES = [
  ['rollcall_mail_waiting', 'Mails in the queue', 'waiting'],
  ['rollcall_mail_oldest_seconds', 'How long the oldest of them has waited', 'oldestSeconds'],
  ['rollcall_mail_failed', 'Mails that were given up or refused within a day', 'failed'],
] as const satisfies readonly (readonly [string, string, keyof MailHealth])[];

/** The queue of mail, which is the same on all nodes; left out while the database is away. */
export function addMailGauges(registry: Registry, { reader, clock }: App): void {
  /** One look at the database for all of them, which are collected together. */
  let look: Promise<MailHealth | undefined> | undefined;
  for (const [name, help, field] of GAUGES) {
    const gauge: Gauge = new Gauge({
      name,
      help,
      registers: [],
      async collect() {
        look ??= mailHealth(reader, clock()).catch(() => undefined);
        const health = await look;
        look = undefined;
        if (health === undefined) gauge.remove();
        else gauge.set(health[field]);
      },
    });
    registry.registerMetric(gauge);
  }
}
