import { macro } from '../Expr';
import { literalText, text } from '../operand';
import { expr, textLiteral } from '../Expr';
import { form, type Form } from './Form';

function part(name: string): [string, Form] {
  return [name, form(1, ({ args }) => macro(name, 'varchar', [text(name, args[0])]))];
}

/** Parts of URLs: NULL where the text is none. */
export const urlForms: ReadonlyMap<string, Form> = new Map<string, Form>([
  part('url_extract_host'),
  part('url_extract_path'),
  part('url_extract_query'),
  part('url_extract_protocol'),
  part('url_extract_fragment'),
  part('url_decode'),
  [
    'url_extract_parameter',
    form(2, ({ name, args }) => {
      const key = literalText(name, args[1], 'the name of the parameter');
      return macro(name, 'varchar', [text(name, args[0]), expr('varchar', textLiteral(key))]);
    }),
  ],
]);
