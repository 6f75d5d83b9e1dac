import { Box, Text } from 'ink';
import type { ReactNode } from 'react';

const TEXTS = ['ascii only, a rather long line of words that has to break somewhere', '漢字かな交じり文の長い行はどこかで折り返す', 'emoji 👩‍👩‍👧‍👦 and 🇩🇪 and ✅ and e\u0301 in one line', 'ﾊﾝｶｸ と ｶﾞ'];
const WRAPS = ['wrap', 'hard', 'truncate', 'truncate-start', 'truncate-middle'] as const;

/** What Ink can draw, in one tree: every kind of text, wrap, border, ground and clip. */
export function MixedTree({ width }: { readonly width: number }): ReactNode {
  return (
    <Box flexDirection="column" width={width}>
      <Box borderStyle="round" borderColor="cyan">
        <Text color="red" bold>red <Text color="#00ff88" underline>green <Text inverse>inverse</Text></Text> and <Text dimColor italic>dim</Text> <Text strikethrough backgroundColor="blue">struck</Text></Text>
      </Box>
      {TEXTS.map((text) => (
        <Box key={text}>
          {WRAPS.map((wrap) => (
            <Box key={wrap} width="20%" borderStyle="single" borderColor="ansi256(203)" borderTop={wrap !== 'hard'} borderLeft={wrap !== 'truncate'}>
              <Text wrap={wrap} color="yellow">{text}</Text>
            </Box>
          ))}
        </Box>
      ))}
      <Box height={4} width={17} overflow="hidden" borderStyle="double" borderDimColor>
        <Box flexShrink={0} width={40} marginLeft={-3} marginTop={-1}><Text>漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢{'\n'}second line of it, cut at both ends</Text></Box>
      </Box>
      <Box backgroundColor="magenta" width={30} padding={1} borderStyle="bold" borderTopColor="green" borderBottomBackgroundColor="#333333">
        <Text>on magenta <Text color="rgb(1, 200, 3)">nested words that break over the line, 漢字 too</Text></Text>
      </Box>
      <Box position="absolute" marginLeft={21} marginTop={4}><Text>漢<Text color="green">over</Text>lap漢</Text></Box>
      <Box width={12}><Text>{'a\nstyle '}<Text color="blue">{'over\nlines'}</Text> after</Text></Box>
    </Box>
  );
}
