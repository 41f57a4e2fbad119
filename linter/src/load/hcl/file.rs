//! A whole file, item by item, with recovery.

use super::fault::FaultKind;
use super::header::{self, Of};
use super::lower::Place;
use super::parse;
use super::scan::Scanner;
use super::{SyntaxError, message};
use crate::load::comments::{Comments, RawComment, names_us};
use crate::load::ir::{Attr, Block, Body};
use crate::load::lines::line_starts;
use crate::problem::ProblemKind;

/// A larger block is refused: nobody wrote it, and it would be parsed on one thread.
const MAX_ITEM: usize = 1 << 20;
/// After this many broken items the rest of a file is not read.
const MAX_ERRORS: usize = 100;

/// What one file holds.
#[derive(Debug, Default)]
pub struct ParsedFile {
    pub blocks: Vec<Block>,
    /// Arguments of the top level: the values of a tfvars file.
    pub attrs: Vec<Attr>,
    /// Those that hold `extid:` or nearly so.
    pub comments: Vec<RawComment>,
    /// Byte offsets at which lines start; the first is 0.
    pub lines: Box<[u32]>,
    pub errors: Vec<SyntaxError>,
}

/// Reads `.tf` and `.tfvars` text that lies at `base` of the address space.
pub fn parse_file_hcl(text: &str, base: u32) -> ParsedFile {
    let mut file = ParsedFile {
        lines: line_starts(text),
        ..ParsedFile::default()
    };
    let mut scanner = Scanner::new(text);
    if names_us(text.as_bytes()) {
        scanner.comments = Some(Vec::new());
    }
    if text.starts_with('\u{feff}') {
        scanner.pos = '\u{feff}'.len_utf8();
    }
    let place = Place::From(base);
    let mut first_code = None;
    // Items that follow a broken one are often its rest: one problem for all of them.
    let mut in_wreck = false;
    while scanner.skip_to_item() {
        let start = scanner.pos;
        let first = *first_code.get_or_insert(start);
        scanner.item();
        let end = scanner.pos.max(start + 1).min(text.len());
        let result = match &scanner.notes.fault {
            Some(fault) => Err(message::of_fault(fault, text, place)),
            None => read_item(
                item_text(text, start, end),
                place.after(start),
                &mut scanner,
                start,
            ),
        };
        match result {
            Ok(body) => {
                in_wreck = false;
                file.attrs.extend(body.attrs);
                file.blocks.extend(body.blocks);
            }
            Err(error) => {
                if !in_wreck {
                    file.errors.push(error);
                    in_wreck = true;
                }
                if file.errors.len() >= MAX_ERRORS {
                    break;
                }
                recover(&mut scanner, text, start, end, kind_of(text, first));
            }
        }
    }
    if let Some(ranges) = scanner.comments.take() {
        let comments = Comments {
            text,
            base,
            lines: &file.lines,
        };
        file.comments = comments.of_ranges(&ranges, first_code.unwrap_or(text.len()));
    }
    file
}

/// hcl-edit knows `\r` only before a newline, and the newline is not part of the item.
fn item_text(text: &str, start: usize, end: usize) -> &str {
    let mut end = end;
    while !text.is_char_boundary(end) {
        end += 1;
    }
    text[start..end].trim_end_matches('\r')
}

fn kind_of(text: &str, first_code: usize) -> Of {
    if header::stands_at(text.as_bytes(), first_code, Of::Arguments) {
        Of::Arguments
    } else {
        Of::Blocks
    }
}

fn read_item(text: &str, place: Place, scanner: &mut Scanner<'_>, start: usize) -> Result<Body, SyntaxError> {
    if text.len() > MAX_ITEM {
        return Err(SyntaxError {
            kind: ProblemKind::Budget,
            span: place.span(&(0..1)),
            message: format!(
                "a block of {} bytes, more than the {MAX_ITEM} that are read",
                text.len()
            ),
            help: "split it; the other blocks of the file are linted".into(),
        });
    }
    scanner.notes.rebase(start);
    parse::item(text, place, &scanner.notes)
}

/// Sets the scanner to the next place where an item may begin.
fn recover(scanner: &mut Scanner<'_>, text: &str, start: usize, end: usize, of: Of) {
    let bytes = text.as_bytes();
    let fault_at = scanner
        .notes
        .fault
        .as_ref()
        .map(|fault| (fault.at, fault.is_about_brackets()));
    match fault_at {
        // Read it again, now stopping at what looks like the next header: an unclosed bracket swallows them.
        Some((_, true)) | None
            if scanner.resync.is_none() && header::next(bytes, start + 1, of).is_some_and(|at| at < end) =>
        {
            scanner.resync = Some(of);
            scanner.pos = start;
            scanner.item();
            if scanner.pos < end {
                resume(scanner, bytes, start, of);
            }
        }
        _ => resume(scanner, bytes, start, of),
    }
}

/// After a fault the scanner may stand in the middle of an item; then the next header is the place to go on.
fn resume(scanner: &mut Scanner<'_>, bytes: &[u8], start: usize, of: Of) {
    let Some(fault) = &scanner.notes.fault else { return };
    let from = match fault.kind {
        FaultKind::Stray(_) => return,
        FaultKind::UnclosedComment => bytes.len(),
        _ if scanner.pos > start && header::stands_at(bytes, scanner.pos, of) => return,
        _ => fault.at.max(start) + 1,
    };
    scanner.pos = header::next(bytes, from, of).unwrap_or(bytes.len());
}
