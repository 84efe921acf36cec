//! Articles: Markdown as a list of blocks, which a view draws as elements.
//!
//! No HTML is made of it, so there is none to make safe: what an author wrote as HTML is left
//! out, and a link that is not `https` keeps its words alone.

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};
use serde::{Deserialize, Serialize};

use super::is_secure;

/// A part of an article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Block {
    /// A heading, of level 1 to 3 within the lesson.
    Heading(u8, Vec<Span>),
    /// A paragraph.
    Paragraph(Vec<Span>),
    /// A list, numbered or not. Lists within lists lie flat.
    List {
        /// Whether it is numbered.
        is_ordered: bool,
        /// Its items.
        items: Vec<Vec<Span>>,
    },
    /// Something quoted.
    Quote(Vec<Span>),
    /// Something to type, as it is.
    Code(String),
    /// A picture: where it is, and its words.
    Image(String, String),
}

/// A part of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Span {
    /// Text as it is.
    Text(String),
    /// Strong text.
    Strong(String),
    /// Stressed text.
    Emphasis(String),
    /// Something to type.
    Code(String),
    /// A link: its words, and where it leads.
    Link(String, String),
}

/// Reads Markdown, as `CommonMark` has it.
#[must_use]
pub fn read_markdown(text: &str) -> Vec<Block> {
    let mut reader = Reader::default();
    for event in Parser::new(text) {
        reader.take(event);
    }
    reader.blocks
}

/// What is read so far.
#[derive(Default)]
struct Reader {
    blocks: Vec<Block>,
    spans: Vec<Span>,
    lists: Vec<(bool, Vec<Vec<Span>>)>,
    code: Option<String>,
    image: Option<(String, String)>,
    link: Option<String>,
    n_strong: u32,
    n_emphasis: u32,
    n_quotes: u32,
}

impl Reader {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text),
            Event::Code(text) => self.push(Span::Code(text.into_string())),
            Event::SoftBreak | Event::HardBreak => self.text(" "),
            // HTML says nothing here.
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Strong => self.n_strong += 1,
            Tag::Emphasis => self.n_emphasis += 1,
            Tag::BlockQuote(_) => self.n_quotes += 1,
            Tag::Link { dest_url, .. } => self.link = Some(dest_url.into_string()),
            Tag::Image { dest_url, .. } => {
                self.image = Some((dest_url.into_string(), String::new()));
            }
            Tag::List(first) => {
                self.flush();
                self.lists.push((first.is_some(), vec![]));
            }
            Tag::CodeBlock(CodeBlockKind::Fenced(_) | CodeBlockKind::Indented) => {
                self.flush();
                self.code = Some(String::new());
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Strong => self.n_strong -= 1,
            TagEnd::Emphasis => self.n_emphasis -= 1,
            TagEnd::BlockQuote(_) => self.n_quotes -= 1,
            TagEnd::Link => self.link = None,
            TagEnd::Heading(level) => {
                let spans = std::mem::take(&mut self.spans);
                // The lesson's own title stands above.
                self.blocks.push(Block::Heading((level as u8).min(3), spans));
            }
            TagEnd::Paragraph | TagEnd::Item => self.flush(),
            TagEnd::List(_) => {
                if let Some((is_ordered, items)) = self.lists.pop() {
                    match self.lists.last_mut() {
                        Some((_, outer)) => outer.extend(items),
                        None => self.blocks.push(Block::List { is_ordered, items }),
                    }
                }
            }
            TagEnd::CodeBlock => self.blocks.extend(self.code.take().map(Block::Code)),
            TagEnd::Image => self.end_image(),
            _ => {}
        }
    }

    fn end_image(&mut self) {
        let Some((url, words)) = self.image.take() else { return };
        if is_secure(&url) && self.lists.is_empty() {
            self.flush();
            self.blocks.push(Block::Image(url, words));
        } else {
            self.text(&words);
        }
    }

    /// Ends a line of text, in a list or not.
    fn flush(&mut self) {
        let spans = std::mem::take(&mut self.spans);
        if spans.is_empty() {
            return;
        }
        match self.lists.last_mut() {
            Some((_, items)) => items.push(spans),
            None if self.n_quotes > 0 => self.blocks.push(Block::Quote(spans)),
            None => self.blocks.push(Block::Paragraph(spans)),
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(code) = &mut self.code {
            code.push_str(text);
        } else if let Some((_, words)) = &mut self.image {
            words.push_str(text);
        } else {
            let text = text.to_owned();
            let span = match &self.link {
                Some(url) if is_secure(url) => Span::Link(text, url.clone()),
                _ if self.n_strong > 0 => Span::Strong(text),
                _ if self.n_emphasis > 0 => Span::Emphasis(text),
                _ => Span::Text(text),
            };
            self.push(span);
        }
    }

    /// Texts side by side are one: a browser makes one text node of them.
    fn push(&mut self, span: Span) {
        match (self.spans.last_mut(), span) {
            (Some(Span::Text(before)), Span::Text(more))
            | (Some(Span::Strong(before)), Span::Strong(more))
            | (Some(Span::Emphasis(before)), Span::Emphasis(more)) => before.push_str(&more),
            (Some(Span::Link(before, to)), Span::Link(more, url)) if *to == url => {
                before.push_str(&more);
            }
            (_, span) => self.spans.push(span),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn text(text: &str) -> Span {
        Span::Text(text.to_owned())
    }

    #[test]
    fn reads_what_articles_are_made_of() {
        let markdown = "# Title\n\nOne **two** *three* `four`\nfive.\n\n- a\n- b\n  1. c\n\n> said\n\n\
                        ```sh\nrun it\n```\n\n![words](https://a.example/1.png)\n";
        let want = [
            Block::Heading(1, vec![text("Title")]),
            Block::Paragraph(vec![
                text("One "),
                Span::Strong("two".into()),
                text(" "),
                Span::Emphasis("three".into()),
                text(" "),
                Span::Code("four".into()),
                text(" five."),
            ]),
            Block::List {
                is_ordered: false,
                items: vec![vec![text("a")], vec![text("b")], vec![text("c")]],
            },
            Block::Quote(vec![text("said")]),
            Block::Code("run it\n".into()),
            Block::Image("https://a.example/1.png".into(), "words".into()),
        ];
        assert_eq!(read_markdown(markdown), want);
    }

    #[test]
    fn html_is_left_out_and_only_https_is_linked() {
        let blocks = read_markdown(
            "<script>alert(1)</script>\n\na <b onclick=x>b</b> [c](javascript:alert(1)) \
             [d](https://d.example) ![e](http://e.example/x.png)",
        );
        let want =
            vec![text("a b c "), Span::Link("d".into(), "https://d.example".into()), text(" e")];
        assert_eq!(blocks, [Block::Paragraph(want)]);
    }

    proptest! {
        #[test]
        fn no_text_breaks_it_and_no_link_is_unsafe(markdown in "[-\\[\\]()!*_`#>a-z0-9:/. \n]{0,200}") {
            for block in read_markdown(&markdown) {
                let (Block::Paragraph(spans) | Block::Heading(_, spans) | Block::Quote(spans)) = block
                else { continue };
                for span in spans {
                    if let Span::Link(_, url) = span {
                        prop_assert!(is_secure(&url));
                    }
                }
            }
        }
    }
}
