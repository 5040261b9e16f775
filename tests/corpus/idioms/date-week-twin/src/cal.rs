#[derive(Clone, Copy)]
pub struct Date { pub year: i32, pub month: u8, pub day: u8 }
const DAYS: [u16; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
impl Date {
    pub fn ordinal(self) -> Option<u16> {
        let leap = self.year % 4 == 0 && (self.year % 100 != 0 || self.year % 400 == 0);
        let extra = u16::from(leap && self.month > 2);
        let start = DAYS.get(usize::from(self.month).checked_sub(1)?)?;
        Some(start + u16::from(self.day) + extra)
    }
}
