//! What somebody looks at.

use serde::{Deserialize, Serialize};

/// A kind of device.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Device {
    /// A phone.
    Phone,
    /// A tablet.
    Tablet,
    /// Everything else.
    #[default]
    Desktop,
}

impl Device {
    /// The word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Tablet => "tablet",
            Self::Desktop => "desktop",
        }
    }

    /// Reads a `User-Agent` header. An iPad that asks for desktop sites cannot be told from a Mac.
    #[must_use]
    pub fn of_user_agent(text: &str) -> Self {
        let has = |part| text.contains(part);
        if has("iPad") || has("Tablet") || (has("Android") && !has("Mobile")) {
            Self::Tablet
        } else if has("Mobi") || has("iPhone") {
            Self::Phone
        } else {
            Self::Desktop
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_devices_apart() {
        let of = Device::of_user_agent;
        assert_eq!(of("Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile Safari"), Device::Phone);
        assert_eq!(of("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Mobile/15E148"), Device::Phone);
        assert_eq!(of("Mozilla/5.0 (iPad; CPU OS 17_0) Mobile/15E148"), Device::Tablet);
        assert_eq!(of("Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Safari"), Device::Tablet);
        assert_eq!(of("Mozilla/5.0 (X11; Linux x86_64) Chrome/130.0"), Device::Desktop);
    }
}
