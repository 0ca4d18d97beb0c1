import type { Connection } from '@temporalio/client';
import { SEARCH_ATTRIBUTES } from '../shared/names.js';

/** `Keyword` in Temporal's IndexedValueType. */
const KEYWORD = 2;

/**
 * Sees to it that the server knows langflix's search attributes: an unregistered one would fail the workflow task
 * until the run times out.
 *
 * @returns whether it knows them. Where they cannot be registered (a cluster that reserves it to its operators), runs
 *   do without.
 */
export async function registerSearchAttributes(connection: Connection, namespace: string): Promise<boolean> {
  try {
    const known = await connection.operatorService.listSearchAttributes({ namespace });
    const missing = Object.values(SEARCH_ATTRIBUTES).filter((name) => !(name in known.customAttributes));
    if (missing.length > 0) {
      await connection.operatorService.addSearchAttributes({
        namespace,
        searchAttributes: Object.fromEntries(missing.map((name) => [name, KEYWORD])),
      });
    }
    return true;
  } catch {
    return false;
  }
}
