/** One theme for all pages; light and dark come from the viewer's system unless chosen. */
import { Anchor, createTheme, type MantineColorsTuple } from '@mantine/core';

/** Dark enough at 6 for white text on it (WCAG 2.2 AA, 4.5 : 1), and light enough at 4 on a dark page. */
const ink: MantineColorsTuple = [
  '#eef3ff',
  '#dae4fb',
  '#b1c5f4',
  '#86a5ee',
  '#6a8fea',
  '#4f7ae6',
  '#2f5bd7',
  '#254dbb',
  '#1c43a8',
  '#0f3894',
];

export const theme = createTheme({
  primaryColor: 'ink',
  primaryShade: { light: 6, dark: 6 },
  colors: { ink },
  autoContrast: true,
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily:
    'Inter, ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace',
  headings: { fontWeight: '650' },
  components: {
    Anchor: Anchor.extend({ defaultProps: { underline: 'always' } }),
    // It is a <header>, which outside of an article is taken for that of the page.
    ModalHeader: { defaultProps: { role: 'none' } },
  },
});
