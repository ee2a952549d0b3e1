//! How deep brackets are nested in a script: known before it is parsed, as a parser's work and stack
//! grow with it. Brackets in strings, comments and regular expressions do not count.
use std::ops::ControlFlow::{self, Break, Continue};

/// After these words a slash begins a regular expression, not a division.
const BEFORE_VALUE: &str =
    "return typeof case in of delete void throw new instanceof yield await extends";
/// After these words stands a statement.
const BEFORE_STATEMENT: &str = "else do try finally";
/// After the bracket of these words stands a statement, not a value.
const WITH_HEAD: &str = "if while for with";

/// No script has more slashes that may begin a regular expression which does not end on its line.
const MOST_UNCLOSED: usize = 100;

/// What stands before a token: it says whether a slash divides and what a curly bracket opens.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    Value,
    /// A value must follow.
    Operator,
    /// A statement may follow.
    Statement,
    /// `if`, `while`, `for` or `with`.
    HeadWord,
}

/// A bracket that is open.
struct Open {
    bracket: u8,
    /// Whether it stands behind `if` and the like.
    is_head: bool,
    /// Whether statements stand in it.
    is_block: bool,
    /// Whether it is that of `${` in a template.
    is_in_template: bool,
    /// Question marks that wait for their colon.
    choices: usize,
}

struct Scan<'a> {
    script: &'a [u8],
    at: usize,
    open: Vec<Open>,
    before: Before,
    /// Slashes that could have begun a regular expression and did not.
    unclosed: usize,
}

/// Whether brackets are nested deeper than this anywhere.
pub fn is_deeper_than(script: &str, most: usize) -> bool {
    let mut scan = Scan {
        script: script.as_bytes(),
        at: 0,
        open: vec![],
        before: Before::Statement,
        unclosed: 0,
    };
    while scan.at < scan.script.len() && scan.open.len() <= most {
        if scan.step().is_break() || scan.unclosed > MOST_UNCLOSED {
            break;
        }
    }
    scan.open.len() > most || scan.unclosed > MOST_UNCLOSED
}

impl Scan<'_> {
    /// Passes one token; breaks where no parser would go on.
    fn step(&mut self) -> ControlFlow<()> {
        let (now, rest) = (self.script[self.at], &self.script[self.at..]);
        let next = rest.get(1).copied();
        match now {
            _ if self.is_at_line_comment() => self.skip_line(),
            b'/' if next == Some(b'*') => self.skip_comment(),
            b'/' if self.before != Before::Value && self.regular_expression() => {}
            b'"' | b'\'' => return self.string(now),
            b'`' => {
                self.at += 1;
                self.template();
            }
            b'(' | b'[' | b'{' => self.enter(now, false),
            b')' | b']' | b'}' => return self.leave(),
            b'?' if !matches!(next, Some(b'.' | b'?')) => {
                if let Some(open) = self.open.last_mut() {
                    open.choices += 1;
                }
                self.operator(1);
            }
            b':' => self.colon(),
            _ if is_word(now) => self.word(),
            _ if now.is_ascii_whitespace() => self.at += 1,
            // What follows an increment is what followed its value.
            b'+' | b'-' if next == Some(now) => self.at += 2,
            b'=' if next == Some(b'>') => {
                self.at += 2;
                self.before = Before::Statement;
            }
            b';' => {
                self.at += 1;
                self.before = Before::Statement;
            }
            b'?' => self.operator(2),
            _ => self.operator(1),
        }
        Continue(())
    }
    fn operator(&mut self, length: usize) {
        self.at += length;
        self.before = Before::Operator;
    }
    /// Comments of web pages and the first line of programs are taken in scripts as well.
    fn is_at_line_comment(&self) -> bool {
        let rest = &self.script[self.at..];
        let is_first_of_line = || {
            let before = self.script[..self.at].iter().rev();
            let mut before = before.take_while(|byte| !matches!(byte, b'\n' | b'\r'));
            before.all(u8::is_ascii_whitespace)
        };
        rest.starts_with(b"//")
            || rest.starts_with(b"<!--")
            || (rest.starts_with(b"-->") && is_first_of_line())
            || (self.at == 0 && rest.starts_with(b"#!"))
    }
    /// The other half of a choice, the value of a field, or what follows a label.
    fn colon(&mut self) {
        self.operator(1);
        match self.open.last_mut() {
            Some(open) if open.choices > 0 => open.choices -= 1,
            Some(open) if !open.is_block => {}
            _ => self.before = Before::Statement,
        }
    }
    fn enter(&mut self, bracket: u8, is_in_template: bool) {
        let is_block = bracket == b'{' && !is_in_template && self.before != Before::Operator;
        self.open.push(Open {
            bracket,
            is_head: self.before == Before::HeadWord,
            is_block,
            is_in_template,
            choices: 0,
        });
        self.before = match is_block {
            true => Before::Statement,
            false => Before::Operator,
        };
        self.at += 1;
    }
    fn leave(&mut self) -> ControlFlow<()> {
        self.at += 1;
        let Some(open) = self.open.pop() else {
            return Break(());
        };
        self.before = match open.is_block || (open.is_head && open.bracket == b'(') {
            true => Before::Statement,
            false => Before::Value,
        };
        if open.is_in_template {
            self.template();
        }
        Continue(())
    }
    fn skip_line(&mut self) {
        let rest = &self.script[self.at..];
        let end = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
        self.at += end.unwrap_or(rest.len());
    }
    fn skip_comment(&mut self) {
        let rest = &self.script[self.at + 2..];
        let end = rest.windows(2).position(|pair| pair == b"*/");
        self.at = end.map_or(self.script.len(), |end| self.at + 2 + end + 2);
    }
    /// One that does not end on its line is none.
    fn string(&mut self, quote: u8) -> ControlFlow<()> {
        self.at += 1;
        while let Some(byte) = self.script.get(self.at).copied() {
            self.at += 1;
            match byte {
                b'\\' if self.script[self.at..].starts_with(b"\r\n") => self.at += 2,
                b'\\' => self.at += 1,
                b'\n' | b'\r' => return Break(()),
                _ if byte == quote => {
                    self.before = Before::Value;
                    return Continue(());
                }
                _ => {}
            }
        }
        Break(())
    }
    /// Passes one, if there is one.
    fn regular_expression(&mut self) -> bool {
        self.unclosed += 1;
        let (mut at, mut is_in_class) = (self.at + 1, false);
        while let Some(byte) = self.script.get(at).copied() {
            at += 1;
            match byte {
                b'\\' => at += 1,
                b'\n' | b'\r' => return false,
                b'[' => is_in_class = true,
                b']' => is_in_class = false,
                b'/' if !is_in_class => {
                    (self.at, self.before) = (at, Before::Value);
                    self.unclosed -= 1;
                    return true;
                }
                _ => {}
            }
        }
        false
    }
    /// The rest of a template, up to its end or to the code in it.
    fn template(&mut self) {
        while let Some(byte) = self.script.get(self.at).copied() {
            self.at += 1;
            match byte {
                b'\\' => self.at += 1,
                b'`' => {
                    self.before = Before::Value;
                    return;
                }
                b'$' if self.script.get(self.at) == Some(&b'{') => {
                    return self.enter(b'{', true);
                }
                _ => {}
            }
        }
    }
    fn word(&mut self) {
        let rest = &self.script[self.at..];
        let end = rest.iter().position(|byte| !is_word(*byte));
        let word = &rest[..end.unwrap_or(rest.len())];
        let is_member = self.script[..self.at].ends_with(b".");
        let is = |words: &str| !is_member && words.split(' ').any(|one| one.as_bytes() == word);
        self.before = match () {
            () if is(WITH_HEAD) => Before::HeadWord,
            () if is(BEFORE_VALUE) => Before::Operator,
            () if is(BEFORE_STATEMENT) => Before::Statement,
            () => Before::Value,
        };
        self.at += word.len();
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$') || !byte.is_ascii()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_brackets_of_code_count() {
        for (script, depth) in [
            ("a(b[c], {d: (e)})", 3),
            ("'(((' + \"[[[\" // {{{\n /* ((( */", 0),
            ("x = /[(]((/g.test(y)", 1),
            ("if (a) /((\\/(/.test(b)", 1),
            ("a = b / (c) / (d)", 1),
            ("i++ / (2)", 1),
            ("`((( ${a(b)} (((`", 2),
            ("`${`${`${a}`}`}`", 3),
            ("f(/[\"/]/, \"(\", (1))", 2),
            ("return /\"/, (1)", 1),
            ("x.return / 2 + '('", 0),
            ("(/*)*/(/*)*/(1", 3),
            ("é('é(')", 1),
            ("if (a) {} /\"/; (/*)*/(1))", 2),
            ("switch (a) { case 1: {} /\"/; (1) }", 2),
            ("x = a ? {} / 2 : '('", 1),
            ("<!-- \"(\n(1)", 1),
            ("'a\\\r\n('", 0),
            ("x = {} / (2)\n'('", 1),
        ] {
            assert!(!is_deeper_than(script, depth), "{script}");
            assert!(depth == 0 || is_deeper_than(script, depth - 1), "{script}");
        }
    }

    #[test]
    fn what_grows_without_end_is_deep() {
        for part in [
            "(a,b=(c,d=\"",
            "(",
            "[",
            "{",
            "`${",
            "f({a:[",
            "x=>{",
            "if(a)/\"/;(/*)*/",
        ] {
            assert!(is_deeper_than(&part.repeat(500), 60), "{part}");
        }
        assert!(!is_deeper_than(&"f(a[1], {b: 2});\n".repeat(5000), 60));
        assert!(!is_deeper_than(
            &"if (a) { b(); } else if (c) { d = {}; }\n".repeat(5000),
            60
        ));
    }
}
