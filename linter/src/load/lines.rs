//! Where lines start.

/// Byte offsets at which the lines of `text` start; the first is 0. `text` is shorter than 4 GiB.
pub(super) fn line_starts(text: &str) -> Box<[u32]> {
    let count = text.bytes().filter(|byte| *byte == b'\n').count() + 1;
    let mut starts = Vec::with_capacity(count);
    starts.push(0);
    starts.extend(
        text.match_indices('\n')
            .map(|(at, _)| u32::try_from(at + 1).unwrap_or(u32::MAX)),
    );
    starts.into()
}

/// 1-based line of an offset.
pub(super) fn line_of(lines: &[u32], offset: usize) -> u32 {
    let offset = u32::try_from(offset).unwrap_or(u32::MAX);
    u32::try_from(lines.partition_point(|start| *start <= offset)).unwrap_or(u32::MAX)
}
