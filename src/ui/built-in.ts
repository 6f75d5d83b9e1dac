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
            "pane": "timeline",
            "share": 1,
            "minWidth": 50,
            "minHeight": 5,
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
        "share": 3,
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
        "share": 1,
        "panes": [
          {
            "pane": "timeline",
            "share": 1,
            "minWidth": 60,
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
        "fg": "blue",
        "underline": true
      }
    }
  }
};
