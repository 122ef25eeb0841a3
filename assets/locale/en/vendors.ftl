# vendors
vendor-refused = The vendor refused the request: { $words }
vendor-refused-silently = The vendor refused the request without a reason (code { $code })
vendor-unsure-path = The vendor does not know the address for reference pictures, of which its page and its own program name two: make it without references, or with another offering. { $words }
vendor-unsure-picture-form = The vendor refused a picture: { $words }. Its page and its own program disagree on how a file is sent: use a web link (https) for the picture instead
vendor-unsure-elements = The vendor refused the elements: { $words }. Its page leaves open what their field is called: make it without elements, or with another offering
vendor-unsure-pictures = The vendor refused the pictures: { $words }. Its page leaves open how this model takes them: make it without pictures, or with another offering
vendor-unsure-compliance = The vendor asks for its content checks: { $words }. Set them among the vendor's advanced options
vendor-key-refused = The vendor did not accept the key (code { $code }): check it in the settings. { $words }
vendor-no-balance = The vendor's account has no balance or no subscription for this: top it up there. { $words }
vendor-moved = The vendor's address has moved (code { $code }), and an order is never sent on: check the address in the settings
vendor-busy = The vendor is busy or its limit is reached; asking again in { $secs } s. { $words }
vendor-unreached = The vendor could not be reached; nothing was sent
vendor-answer-lost = It was sent, but no clear answer came back: it may be running, and may have been charged
vendor-takes-no-uploads = This vendor takes no uploads
vendor-upload-without-link = The vendor took the picture but did not say where it lies
price-two-figures = Two figures are known for this, $0.112 and $0.1344 a second; the finished task tells which holds
