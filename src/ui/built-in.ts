// Made by `npm run generate` from layouts/ and assets/themes/: a front end reads no YAML.
import type { LayoutConfig } from '../config/layout.ts';
import type { ThemeConfig } from '../config/theme.ts';

export const LAYOUTS: Readonly<Record<string, LayoutConfig>> = {
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
            "minHeight": 6,
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
