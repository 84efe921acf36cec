//! The browser reads what the edge writes.
#![cfg(feature = "ssr")]

#[allow(dead_code, reason = "the other tests use the rest")]
mod samples;

use shared::placement::WidgetState;
use widget::trusted::read;

#[test]
fn every_state_arrives_as_it_was() {
    for tag in ["en", "ar"] {
        for (name, state) in samples::every_view(tag) {
            let bytes = postcard::to_allocvec(&state).unwrap();
            assert_eq!(read::<WidgetState>(&bytes), state, "{name}");
        }
    }
}

#[test]
fn numbers_of_every_size_arrive() {
    let numbers = [i64::MIN, -1, 0, 1, 127, 128, 1_795_255_200_032, i64::MAX];
    assert_eq!(read::<Vec<i64>>(&postcard::to_allocvec(&numbers.to_vec()).unwrap()), numbers);
    let pair = (u32::MAX, u64::MAX, u16::MAX, true, None::<u8>, Some(255_u8));
    let bytes = postcard::to_allocvec(&pair).unwrap();
    assert_eq!(read::<(u32, u64, u16, bool, Option<u8>, Option<u8>)>(&bytes), pair);
}

#[test]
#[should_panic(expected = "mid > len")]
fn what_is_cut_off_is_not_read() {
    let bytes = postcard::to_allocvec("some text").unwrap();
    let _ = read::<String>(&bytes[..4]);
}
