import { Option } from 'commander';

/** `--model`: read with the configuration, since the home's service must know of it too. */
export function modelOption(): Option {
  return new Option(
    '--model <provider/model>',
    'language model that helps to find expressions (default: LANGFLIX_MODEL); none: offline',
  );
}
