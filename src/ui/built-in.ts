// Made by `npm run generate` from layouts/ and assets/themes/: a front end reads no YAML.
import type { LayoutConfig } from '../config/layout.ts';
import type { ThemeConfig } from '../config/theme.ts';

export const LAYOUTS: Readonly<Record<string, LayoutConfig>> = {
  "command-log": {
    "layout": "command-log",
    "title": "Command log",
    "rows": [
      {
        "share": 1,
        "panes": [
          {
            "pane": "command-log",
            "share": 1,
            "minWidth": 40,
            "minHeight": 6,
            "keep": 9
          }
        ]
      }
    ],
    "focus": "command-log"
  },
  "consoles": {
    "layout": "consoles",
    "title": "Consoles",
    "digit": 4,
    "rows": [
      {
        "share": 2,
        "panes": [
          {
            "pane": "serial",
            "share": 1,
            "minWidth": 60,
            "minHeight": 6,
            "keep": 9
          }
        ]
      },
      {
        "share": 1,
        "panes": [
          {
            "pane": "log",
            "share": 1,
            "minWidth": 60,
            "minHeight": 5,
            "keep": 5
          }
        ]
      }
    ],
    "focus": "serial"
  },
  "monitor": {
    "layout": "monitor",
    "title": "Monitor",
    "digit": 7,
    "rows": [
      {
        "share": 3,
        "panes": [
          {
            "pane": "monitor",
            "share": 1,
            "minWidth": 50,
            "minHeight": 6,
            "keep": 9
          }
        ]
      },
      {
        "share": 1,
        "panes": [
          {
            "pane": "outer-vm",
            "share": 1,
            "minWidth": 50,
            "minHeight": 6,
            "keep": 4
          },
          {
            "pane": "timeline",
            "share": 1,
            "minWidth": 50,
            "minHeight": 5,
            "keep": 5
          }
        ]
      }
    ],
    "focus": "monitor"
  },
  "network": {
    "layout": "network",
    "title": "Network",
    "digit": 3,
    "rows": [
      {
        "share": 3,
        "panes": [
          {
            "pane": "fabric",
            "share": 1,
            "minWidth": 50,
            "minHeight": 8,
            "keep": 9
          }
        ]
      },
      {
        "share": 2,
        "panes": [
          {
            "pane": "topology",
            "share": 1,
            "minWidth": 50,
            "minHeight": 9,
            "keep": 5
          },
          {
            "pane": "fdb",
            "share": 1,
            "minWidth": 50,
            "minHeight": 6,
            "keep": 3
          }
        ]
      },
      {
        "share": 1,
        "panes": [
          {
            "pane": "flows",
            "share": 1,
            "minWidth": 50,
            "minHeight": 6,
            "keep": 2
          },
          {
            "pane": "timeline",
            "share": 1,
            "minWidth": 50,
            "minHeight": 6,
            "keep": 4
          }
        ]
      }
    ],
    "focus": "fabric"
  },
  "nodes": {
    "layout": "nodes",
    "title": "Nodes",
    "digit": 2,
    "rows": [
      {
        "share": 2,
        "panes": [
          {
            "pane": "nodes",
            "share": 1,
            "minWidth": 50,
            "minHeight": 8,
            "keep": 9
          }
        ]
      },
      {
        "share": 3,
        "panes": [
          {
            "pane": "node",
            "share": 1,
            "minWidth": 50,
            "minHeight": 8,
            "keep": 6
          },
          {
            "pane": "timeline",
            "share": 1,
            "minWidth": 50,
            "minHeight": 5,
            "keep": 4
          }
        ]
      }
    ],
    "focus": "nodes"
  },
  "overview": {
    "layout": "overview",
    "title": "Overview",
    "digit": 1,
    "rows": [
      {
        "share": 2,
        "panes": [
          {
            "pane": "nodes",
            "share": 1,
            "minWidth": 60,
            "minHeight": 7,
            "keep": 9
          }
        ]
      },
      {
        "share": 3,
        "panes": [
          {
            "pane": "outer-vm",
            "share": 1,
            "minWidth": 50,
            "minHeight": 8,
            "keep": 4
          },
          {
            "pane": "fabric",
            "share": 1,
            "minWidth": 50,
            "minHeight": 8,
            "keep": 3
          }
        ]
      },
      {
        "share": 2,
        "panes": [
          {
            "pane": "timeline",
            "share": 1,
            "minWidth": 60,
            "minHeight": 5,
            "keep": 8
          }
        ]
      },
      {
        "share": 1,
        "panes": [
          {
            "pane": "serial",
            "share": 1,
            "minWidth": 60,
            "minHeight": 4,
            "keep": 2
          }
        ]
      }
    ],
    "focus": "nodes"
  },
  "small": {
    "layout": "small",
    "title": "Small",
    "rows": [
      {
        "share": 3,
        "panes": [
          {
            "pane": "nodes",
            "share": 1,
            "minWidth": 40,
            "minHeight": 6,
            "keep": 9
          }
        ]
      },
      {
        "share": 2,
        "panes": [
          {
            "pane": "timeline",
            "share": 1,
            "minWidth": 40,
            "minHeight": 4,
            "keep": 5
          }
        ]
      }
    ],
    "focus": "nodes"
  },
  "snapshots": {
    "layout": "snapshots",
    "title": "Snapshots",
    "digit": 8,
    "rows": [
      {
        "share": 2,
        "panes": [
          {
            "pane": "snapshots",
            "share": 1,
            "minWidth": 50,
            "minHeight": 6,
            "keep": 9
          }
        ]
      },
      {
        "share": 1,
        "panes": [
          {
            "pane": "nodes",
            "share": 1,
            "minWidth": 60,
            "minHeight": 7,
            "keep": 4
          }
        ]
      }
    ],
    "focus": "snapshots"
  },
  "tests": {
    "layout": "tests",
    "title": "Tests",
    "digit": 5,
    "rows": [
      {
        "share": 2,
        "panes": [
          {
            "pane": "nodes",
            "share": 3,
            "minWidth": 60,
            "minHeight": 7,
            "keep": 7
          },
          {
            "pane": "outer-vm",
            "share": 2,
            "minWidth": 50,
            "minHeight": 7,
            "keep": 3
          }
        ]
      },
      {
        "share": 3,
        "panes": [
          {
            "pane": "timeline",
            "share": 1,
            "minWidth": 60,
            "minHeight": 6,
            "keep": 9
          }
        ]
      },
      {
        "share": 2,
        "panes": [
          {
            "pane": "command-log",
            "share": 1,
            "minWidth": 50,
            "minHeight": 5,
            "keep": 6
          },
          {
            "pane": "log",
            "share": 1,
            "minWidth": 50,
            "minHeight": 5,
            "keep": 4
          }
        ]
      }
    ],
    "focus": "timeline"
  },
  "timeline": {
    "layout": "timeline",
    "title": "Timeline",
    "digit": 9,
    "rows": [
      {
        "share": 1,
        "panes": [
          {
            "pane": "timeline",
            "share": 1,
            "minWidth": 40,
            "minHeight": 6,
            "keep": 9
          }
        ]
      }
    ],
    "focus": "timeline"
  },
  "wall": {
    "layout": "wall",
    "title": "Wall",
    "rows": [
      {
        "share": 3,
        "panes": [
          {
            "pane": "nodes",
            "share": 3,
            "minWidth": 60,
            "minHeight": 7,
            "keep": 9
          },
          {
            "pane": "outer-vm",
            "share": 2,
            "minWidth": 50,
            "minHeight": 8,
            "keep": 7
          },
          {
            "pane": "snapshots",
            "share": 2,
            "minWidth": 50,
            "minHeight": 6,
            "keep": 3
          }
        ]
      },
      {
        "share": 4,
        "panes": [
          {
            "pane": "fabric",
            "share": 3,
            "minWidth": 50,
            "minHeight": 8,
            "keep": 6
          },
          {
            "pane": "xray",
            "share": 2,
            "minWidth": 50,
            "minHeight": 8,
            "keep": 5
          }
        ]
      },
      {
        "share": 3,
        "panes": [
          {
            "pane": "timeline",
            "share": 1,
            "minWidth": 60,
            "minHeight": 5,
            "keep": 8
          },
          {
            "pane": "command-log",
            "share": 1,
            "minWidth": 60,
            "minHeight": 5,
            "keep": 4
          }
        ]
      },
      {
        "share": 3,
        "panes": [
          {
            "pane": "serial",
            "share": 1,
            "minWidth": 60,
            "minHeight": 4,
            "keep": 2
          },
          {
            "pane": "log",
            "share": 1,
            "minWidth": 60,
            "minHeight": 4,
            "keep": 1
          }
        ]
      }
    ],
    "focus": "nodes"
  },
  "xray": {
    "layout": "xray",
    "title": "X-ray",
    "digit": 6,
    "rows": [
      {
        "share": 4,
        "panes": [
          {
            "pane": "xray",
            "share": 1,
            "minWidth": 50,
            "minHeight": 8,
            "keep": 9
          }
        ]
      },
      {
        "share": 1,
        "panes": [
          {
            "pane": "log",
            "share": 1,
            "minWidth": 60,
            "minHeight": 5,
            "keep": 3
          }
        ]
      }
    ],
    "focus": "xray"
  }
};

export const THEMES: Readonly<Record<string, ThemeConfig>> = {
  "ansi16": {
    "theme": "ansi16",
    "styles": {
      "text": {
        "fg": "bright-white",
        "bg": "black"
      },
      "dim": {
        "fg": "white"
      },
      "title": {
        "fg": "bright-white",
        "bold": true
      },
      "border": {
        "fg": "white"
      },
      "focus": {
        "fg": "bright-cyan",
        "bold": true
      },
      "selected": {
        "fg": "black",
        "bg": "cyan"
      },
      "good": {
        "fg": "bright-green"
      },
      "warn": {
        "fg": "bright-yellow",
        "bold": true
      },
      "bad": {
        "fg": "bright-red",
        "bold": true
      },
      "stale": {
        "fg": "white"
      },
      "key": {
        "fg": "bright-cyan"
      },
      "link": {
        "fg": "bright-cyan",
        "underline": true
      }
    }
  },
  "colour-blind": {
    "theme": "colour-blind",
    "styles": {
      "text": {
        "fg": "#e4e7eb",
        "bg": "#101418"
      },
      "dim": {
        "fg": "#9aa3ad"
      },
      "title": {
        "fg": "#ffffff",
        "bold": true
      },
      "border": {
        "fg": "#7f8a96"
      },
      "focus": {
        "fg": "#ffffff",
        "bold": true
      },
      "selected": {
        "fg": "#000000",
        "bg": "#d8dee6"
      },
      "good": {
        "fg": "#56b4e9"
      },
      "warn": {
        "fg": "#f7ec6e",
        "bold": true
      },
      "bad": {
        "fg": "#e8791e",
        "bold": true
      },
      "stale": {
        "fg": "#9aa3ad"
      },
      "key": {
        "fg": "#b9c9ff"
      },
      "link": {
        "fg": "#b9c9ff",
        "underline": true
      }
    }
  },
  "dark": {
    "theme": "dark",
    "styles": {
      "text": {
        "fg": "#d8dee6",
        "bg": "#14171c"
      },
      "dim": {
        "fg": "#97a1ae"
      },
      "title": {
        "fg": "#ffffff",
        "bold": true
      },
      "border": {
        "fg": "#7d8796"
      },
      "focus": {
        "fg": "#5ccfe6",
        "bold": true
      },
      "selected": {
        "fg": "#ffffff",
        "bg": "#2f4f6f"
      },
      "good": {
        "fg": "#7fd17f"
      },
      "warn": {
        "fg": "#f2c14e",
        "bold": true
      },
      "bad": {
        "fg": "#ff7a70",
        "bold": true
      },
      "stale": {
        "fg": "#97a1ae"
      },
      "key": {
        "fg": "#5ccfe6"
      },
      "link": {
        "fg": "#82b6ff",
        "underline": true
      }
    }
  },
  "default": {
    "theme": "default",
    "styles": {
      "text": {
        "fg": "default"
      },
      "dim": {
        "fg": "default",
        "dim": true
      },
      "title": {
        "fg": "default",
        "bold": true
      },
      "border": {
        "fg": "bright-black"
      },
      "focus": {
        "fg": "cyan",
        "bold": true
      },
      "selected": {
        "inverse": true
      },
      "good": {
        "fg": "green"
      },
      "warn": {
        "fg": "yellow",
        "bold": true
      },
      "bad": {
        "fg": "red",
        "bold": true
      },
      "stale": {
        "fg": "default",
        "dim": true
      },
      "key": {
        "fg": "cyan"
      },
      "link": {
        "fg": "cyan",
        "underline": true
      }
    }
  },
  "high-contrast": {
    "theme": "high-contrast",
    "styles": {
      "text": {
        "fg": "#ffffff",
        "bg": "#000000"
      },
      "dim": {
        "fg": "#d0d0d0"
      },
      "title": {
        "fg": "#ffffff",
        "bold": true
      },
      "border": {
        "fg": "#c0c0c0"
      },
      "focus": {
        "fg": "#ffff00",
        "bold": true
      },
      "selected": {
        "fg": "#000000",
        "bg": "#ffff00",
        "bold": true
      },
      "good": {
        "fg": "#5fff87"
      },
      "warn": {
        "fg": "#ffd75f",
        "bold": true
      },
      "bad": {
        "fg": "#ff8a8a",
        "bold": true,
        "inverse": true
      },
      "stale": {
        "fg": "#d0d0d0",
        "underline": true
      },
      "key": {
        "fg": "#00ffff",
        "bold": true
      },
      "link": {
        "fg": "#87d7ff",
        "underline": true
      }
    }
  },
  "light": {
    "theme": "light",
    "styles": {
      "text": {
        "fg": "#1f2430",
        "bg": "#fbfbf8"
      },
      "dim": {
        "fg": "#59606c"
      },
      "title": {
        "fg": "#000000",
        "bold": true
      },
      "border": {
        "fg": "#6b727e"
      },
      "focus": {
        "fg": "#005f87",
        "bold": true
      },
      "selected": {
        "fg": "#000000",
        "bg": "#c5dcf0"
      },
      "good": {
        "fg": "#1a6b2c"
      },
      "warn": {
        "fg": "#8f5400",
        "bold": true
      },
      "bad": {
        "fg": "#86001a",
        "bold": true
      },
      "stale": {
        "fg": "#59606c"
      },
      "key": {
        "fg": "#005f87"
      },
      "link": {
        "fg": "#0040b0",
        "underline": true
      }
    }
  }
};
