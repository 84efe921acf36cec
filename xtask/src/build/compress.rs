//! Compression at its best, as files travel that are packed once and sent often.

use std::io::{Read as _, Write as _};

use flate2::{Compression, write::GzEncoder};

/// By gzip, level 9.
pub(super) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("writing to memory cannot fail")
}

/// By brotli, quality 11.
pub(super) fn brotli(bytes: &[u8]) -> Vec<u8> {
    let mut compressed = Vec::new();
    brotli::CompressorReader::new(bytes, 4096, 11, 22)
        .read_to_end(&mut compressed)
        .expect("reading from memory cannot fail");
    compressed
}
