//! Reading what the edge that we come from has written: postcard, without a thought of errors.
//!
//! [`Never`] has no value, so the compiler drops every path on which something read so far would
//! have to be given up. That takes a sixth off the widget's Wasm. What cannot be read stops the
//! Wasm, which the loader hears as an exception, and goes on without it.

use std::fmt::{self, Display};

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, IntoDeserializer as _, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};

/// Reads a `T`, as `postcard` writes one.
///
/// # Panics
/// If there is no `T` in `bytes`.
#[must_use]
pub fn read<'de, T: serde::Deserialize<'de>>(bytes: &'de [u8]) -> T {
    match T::deserialize(&mut Bytes(bytes)) {
        Ok(value) => value,
        Err(never) => match never {},
    }
}

/// An error that does not happen.
#[derive(Debug)]
pub enum Never {}

impl Display for Never {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {}
    }
}

impl std::error::Error for Never {}

impl Error for Never {
    fn custom<T: Display>(_: T) -> Self {
        panic!("no state of ours")
    }
}

/// What is left to read.
struct Bytes<'de>(&'de [u8]);

impl<'de> Bytes<'de> {
    fn take(&mut self, n: usize) -> &'de [u8] {
        let (taken, rest) = self.0.split_at(n);
        self.0 = rest;
        taken
    }

    /// Seven bits a byte, the lowest first.
    #[inline(never)]
    fn varint(&mut self) -> u64 {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.take(1)[0];
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                break;
            }
        }
        value
    }

    #[expect(clippy::cast_possible_truncation, reason = "no length is near the bound")]
    fn length(&mut self) -> usize {
        self.varint() as usize
    }

    #[inline(never)]
    fn text(&mut self) -> &'de str {
        let n = self.length();
        std::str::from_utf8(self.take(n)).expect("text")
    }

    /// Positive and negative numbers in turn: 0, -1, 1, -2.
    #[expect(clippy::cast_possible_wrap, reason = "the top bit is gone by the shift")]
    fn signed(&mut self) -> i64 {
        let value = self.varint();
        (value >> 1) as i64 ^ -((value & 1) as i64)
    }
}

/// Numbers and texts.
macro_rules! plain {
    ($($method:ident $visit:ident $read:expr;)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
            let read: fn(&mut Bytes<'de>) -> _ = $read;
            visitor.$visit(read(self))
        })*
    };
}

/// What no state of ours has in it.
macro_rules! absent {
    ($($method:ident)*) => {
        $(fn $method<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Never> {
            panic!(stringify!($method))
        })*
    };
}

impl<'de> Deserializer<'de> for &mut Bytes<'de> {
    type Error = Never;

    plain! {
        deserialize_bool visit_bool |bytes| bytes.take(1)[0] != 0;
        deserialize_u8 visit_u8 |bytes| bytes.take(1)[0];
        deserialize_u16 visit_u64 Bytes::varint;
        deserialize_u32 visit_u64 Bytes::varint;
        deserialize_u64 visit_u64 Bytes::varint;
        deserialize_i64 visit_i64 Bytes::signed;
        deserialize_str visit_borrowed_str Bytes::text;
        deserialize_string visit_borrowed_str Bytes::text;
    }

    absent! {
        deserialize_any deserialize_i8 deserialize_i16 deserialize_i32 deserialize_f32
        deserialize_f64 deserialize_char deserialize_bytes deserialize_byte_buf
        deserialize_unit deserialize_identifier deserialize_ignored_any
    }

    fn is_human_readable(&self) -> bool {
        false
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        if self.take(1)[0] == 0 { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Never> {
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Never> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        let n_left = self.length();
        visitor.visit_seq(Several { bytes: self, n_left })
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        n_left: usize,
        visitor: V,
    ) -> Result<V::Value, Never> {
        visitor.visit_seq(Several { bytes: self, n_left })
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        n: usize,
        visitor: V,
    ) -> Result<V::Value, Never> {
        self.deserialize_tuple(n, visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        let n_left = self.length();
        visitor.visit_map(Several { bytes: self, n_left })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Never> {
        self.deserialize_tuple(fields.len(), visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Never> {
        visitor.visit_enum(self)
    }
}

/// Values in a row.
struct Several<'a, 'de> {
    bytes: &'a mut Bytes<'de>,
    n_left: usize,
}

impl Several<'_, '_> {
    fn has_next(&mut self) -> bool {
        let has_next = self.n_left > 0;
        self.n_left -= usize::from(has_next);
        has_next
    }
}

impl<'de> SeqAccess<'de> for Several<'_, 'de> {
    type Error = Never;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Never> {
        if self.has_next() { seed.deserialize(&mut *self.bytes).map(Some) } else { Ok(None) }
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.n_left)
    }
}

impl<'de> MapAccess<'de> for Several<'_, 'de> {
    type Error = Never;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Never> {
        self.next_element_seed(seed)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Never> {
        seed.deserialize(&mut *self.bytes)
    }
}

impl<'de> EnumAccess<'de> for &mut Bytes<'de> {
    type Error = Never;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Never> {
        let index = self.varint();
        Ok((seed.deserialize(index.into_deserializer())?, self))
    }
}

impl<'de> VariantAccess<'de> for &mut Bytes<'de> {
    type Error = Never;

    fn unit_variant(self) -> Result<(), Never> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Never> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, n: usize, visitor: V) -> Result<V::Value, Never> {
        self.deserialize_tuple(n, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Never> {
        self.deserialize_tuple(fields.len(), visitor)
    }
}
