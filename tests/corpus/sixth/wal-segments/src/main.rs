mod wal;

use wal::Segment;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut segment = Segment::open(1024).ok_or("no memory")?;
    for i in 0..10u32 {
        segment.append(format!("set k{i} = {}", i * i).as_bytes())?;
    }
    let summary = segment.seal();
    println!("{} records, {} bytes, {:08x}", summary.records, summary.bytes, summary.checksum);
    Ok(())
}
