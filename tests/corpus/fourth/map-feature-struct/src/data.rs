use crate::{Feature, Kind};

pub static FEATURES: [Feature; 4] = [
    Feature { lat: 46.55, lon: 7.98, name: "Eiger", kind: Kind::Peak },
    Feature { lat: 46.69, lon: 7.86, name: "Interlaken", kind: Kind::Town },
    Feature { lat: 46.68, lon: 7.73, name: "Thunersee", kind: Kind::Lake },
    Feature { lat: 47.37, lon: 8.54, name: "Zürich", kind: Kind::Town },
];
