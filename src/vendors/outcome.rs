//! What a submit's answer means (DESIGN §4).
