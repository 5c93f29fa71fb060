import { screen } from '@testing-library/react';

/** The card with this title, once it is there. */
export async function findCard(title: string): Promise<HTMLElement> {
  const heading = await screen.findByRole('heading', { name: title, level: 3 });
  const card = heading.closest('article');
  if (!card) throw new Error(`'${title}' is no card`);
  return card;
}
