mod pending;

use pending::Pending;

fn first_nonzero(sector: u32) -> Option<usize> {
    let pending = Pending::begin(sector, 512)?;
    if sector > 2 {
        // not of interest after all; the drop waits
        return None;
    }
    let data = pending.wait();
    data.iter().position(|b| *b != 0)
}

fn main() {
    for sector in 0..4 {
        println!("{sector}: {:?}", first_nonzero(sector));
    }
}
